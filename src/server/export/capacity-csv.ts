import type { CapacityDto } from '../dto/capacity.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const NAMES = [
  ...['region', 'gpu_model', 'gpus_each', 'read_at', 'machines_now', 'is_floor', 'share_of_hours_seen', 'snapshots'],
  ...['chance_in_1_hour', 'chance_in_24_hours', 'shortages', 'shortage_median_hours'],
]

/** One row per region, model and size of machine; shortages are told for the size that was asked for. */
export function capacityCsv({ pools, size: asked }: CapacityDto): string {
  const rows = pools.flatMap(({ region, gpuModel, readAt, sizes, shortages }) =>
    sizes.map(({ size, now, isFloor, seen, inAnHour, tomorrow }) =>
      csvLine([
        textCell(region),
        textCell(gpuModel),
        numberCell(size),
        textCell(readAt),
        numberCell(now),
        textCell(isFloor ? 'yes' : 'no'),
        numberCell(seen),
        numberCell(inAnHour.snapshots),
        numberCell(inAnHour.p),
        numberCell(tomorrow.p),
        numberCell(size === asked ? shortages.count : null),
        numberCell(size === asked ? shortages.medianHours : null),
      ]),
    ),
  )
  return [csvLine(NAMES), ...rows].join('')
}
