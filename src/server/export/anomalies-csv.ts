import type { AnomaliesDto } from '../dto/anomalies.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS = [
  'starts_at',
  'ends_at',
  'currency',
  'key',
  'value',
  'cause',
  'spent',
  'usual',
  'over',
  'resources',
  'expected_by',
  'expected_note',
]

/** A line per anomaly; `ends_at` is empty while it goes on. */
export function anomaliesCsv({ rows }: AnomaliesDto): string {
  const lines = rows.map((row) =>
    csvLine([
      textCell(row.startsAt),
      textCell(row.endsAt),
      textCell(row.currency),
      textCell(row.key),
      textCell(row.value),
      textCell(row.cause),
      ...[row.spent, row.usual, row.over].map(numberCell),
      textCell(row.resources.map(({ name }) => name).join(' ')),
      textCell(row.expected?.by ?? null),
      textCell(row.expected?.note ?? null),
    ]),
  )
  return csvLine(COLUMNS) + lines.join('')
}
