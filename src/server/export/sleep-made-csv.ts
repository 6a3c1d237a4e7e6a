import type { MadeKey, SleepMadeRowDto, SleepMadeRowsDto } from '../dto/sleep-made.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS: Readonly<Record<MadeKey, readonly (keyof SleepMadeRowDto)[]>> = {
  day: ['day'],
  resource: ['resource', 'resource_name'],
  region: ['region'],
  gpu_model: ['gpu_model'],
  project: ['project'],
  owner: ['owner'],
  cost_center: ['cost_center'],
}

const SUMS = ['asleep_hours', 'avoided', 'unpriced_hours', 'shutoff_low', 'shutoff_high']

/** One row per wallet and what it is told by; amounts are exact, shut off between its bounds. */
export function sleepMadeCsv({ by, rows }: SleepMadeRowsDto): string {
  const parts = by.flatMap((key) => COLUMNS[key])
  return [
    csvLine(['currency', ...parts, ...SUMS]),
    ...rows.map((row) =>
      csvLine([
        textCell(row.currency),
        ...parts.map((part) => textCell((row[part] as string | null | undefined) ?? null)),
        ...[row.asleepHours, row.avoided, row.unpricedHours, row.shutoffLow, row.shutoffHigh].map(numberCell),
      ]),
    ),
  ].join('')
}
