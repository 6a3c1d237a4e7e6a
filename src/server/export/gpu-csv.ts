import type { GpuEconomicsDto } from '../dto/gpu-economics.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const PRICES = [
  'sku',
  'gpu_model',
  'tier',
  'currency',
  'source',
  'per_gpu_hour',
  'bf16_tflops',
  'per_bf16_pflop_hour',
  'fp8_tflops',
  'per_fp8_pflop_hour',
  'memory_gb',
  'per_gb_hour',
  'memory_tb_per_second',
  'per_tb_per_second_hour',
  'interconnect',
  'interconnect_gb_per_second',
  'power_watts',
  'workload',
  'workload_gpus',
  'workload_unit',
  'per_million',
]

/** What a GPU-hour buys; a line per model, wallet and piece of the own work. */
export function gpuPricesCsv({ rows }: GpuEconomicsDto): string {
  const lines = rows.flatMap((row) => {
    const { costs } = row
    const cells = [
      textCell(row.sku),
      textCell(row.model),
      textCell(row.tier),
      textCell(row.currency),
      textCell(row.source),
      numberCell(costs.perGpuHour),
      numberCell(row.bf16Tflops?.value ?? null),
      numberCell(costs.perBf16Pflop),
      numberCell(row.fp8Tflops?.value ?? null),
      numberCell(costs.perFp8Pflop),
      numberCell(row.memoryGb?.value ?? null),
      numberCell(costs.perGbMemory),
      numberCell(row.memoryTbPerSecond?.value ?? null),
      numberCell(costs.perTbPerSecond),
      textCell(row.interconnect?.kind ?? null),
      numberCell(row.interconnect?.gbPerSecond ?? null),
      numberCell(row.powerWatts?.value ?? null),
    ]
    if (costs.perMillion.length === 0) return [csvLine([...cells, '', '', '', ''])]
    return costs.perMillion.map(({ workload, gpuCount, unit, cost }) =>
      csvLine([...cells, textCell(workload), numberCell(gpuCount), textCell(unit), numberCell(cost)]),
    )
  })
  return [csvLine(PRICES), ...lines].join('')
}

const USE = [
  'gpu_model',
  'currency',
  'billed',
  'active_gpu_hours',
  'shutoff_gpu_hours',
  'unknown_gpu_hours',
  'per_active_gpu_hour',
  'at_least',
  'without_shutoff',
  'is_bound',
]

/** What a GPU-hour of real use cost, a line per model and wallet. */
export function gpuUseCsv({ effective }: GpuEconomicsDto): string {
  const lines = effective.map((row) =>
    csvLine([
      textCell(row.model),
      textCell(row.currency),
      numberCell(row.billed),
      numberCell(row.activeGpuHours),
      numberCell(row.shutoffGpuHours),
      numberCell(row.unknownGpuHours),
      numberCell(row.perActiveGpuHour),
      numberCell(row.atLeast),
      numberCell(row.withoutShutoff),
      String(row.isBound),
    ]),
  )
  return [csvLine(USE), ...lines].join('')
}
