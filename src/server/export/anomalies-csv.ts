import type { Dimension, DimensionValues } from '../../engine/index.ts'
import type { AnomaliesDto } from '../dto/anomalies.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

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

/**
 * A line per anomaly; `ends_at` is empty while it goes on. `whoseOf` tells whose its resources are, for the columns that
 * are asked for beside the usual ones: all that have a share of one of them.
 */
export function anomaliesCsv(
  { rows }: AnomaliesDto,
  more: readonly Dimension[] = [],
  whoseOf: (resourceIds: readonly string[]) => readonly DimensionValues[] = () => [],
): string {
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
      ...partyCells(whoseOf(row.resources.map(({ resourceId }) => resourceId)), more),
    ]),
  )
  return csvLine([...COLUMNS, ...more]) + lines.join('')
}
