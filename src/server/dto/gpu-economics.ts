import { z } from 'zod'
import { currency, day, decimal } from './common.ts'

const figure = z
  .object({ value: z.number(), source: z.string(), url: z.string(), isHalved: z.boolean() })
  .nullable()
  .meta({ description: 'Dense; isHalved where the source gives it with sparsity alone' })

const costs = z.object({
  perGpuHour: decimal,
  perBf16Pflop: decimal.nullable(),
  perFp8Pflop: decimal.nullable(),
  perGbMemory: decimal.nullable(),
  perTbPerSecond: decimal.nullable(),
  perMillion: z.array(
    z.object({ workload: z.string(), gpuCount: z.int(), unit: z.enum(['tokens', 'samples']), cost: decimal }),
  ),
})

export const gpuEconomicsDto = z.object({
  from: day,
  to: day,
  rows: z.array(
    z.object({
      sku: z.string(),
      tier: z.string().nullable(),
      model: z.string(),
      currency,
      source: z.enum(['list', 'yours']),
      bf16Tflops: figure,
      fp8Tflops: figure,
      memoryGb: figure,
      memoryTbPerSecond: figure,
      powerWatts: figure,
      interconnect: z.object({ kind: z.string(), gbPerSecond: z.number(), source: z.string() }).nullable(),
      costs,
    }),
  ),
  effective: z.array(
    z.object({
      model: z.string(),
      currency,
      billed: decimal,
      activeGpuHours: decimal,
      shutoffGpuHours: decimal,
      unknownGpuHours: decimal.meta({ description: 'Nobody looked: running or shut off' }),
      perActiveGpuHour: decimal.nullable().meta({ description: 'All that was billed over active GPU-hours' }),
      withoutShutoff: decimal.nullable(),
      isBound: z.boolean().meta({ description: 'Unknown hours: it costs this much at most' }),
    }),
  ),
  throughputs: z.int(),
})
export type GpuEconomicsDto = z.infer<typeof gpuEconomicsDto>

export const importedThroughputDto = z.object({ taken: z.int() })
export type ImportedThroughputDto = z.infer<typeof importedThroughputDto>
