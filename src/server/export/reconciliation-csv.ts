import { formatPicos, type Dimension, type DimensionValues } from '../../engine/index.ts'
import type { RecordPart } from '../services/record-parts.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

const COLUMNS: Readonly<Record<string, (row: ReconciliationRow) => string>> = {
  day: ({ part }) => textCell(part.day),
  account: ({ account }) => textCell(account),
  currency: ({ part }) => textCell(part.currency),
  resource_type: ({ part }) => textCell(part.resourceType),
  resource_id: ({ part }) => textCell(part.resourceId),
  resource_name: ({ name }) => textCell(name),
  record_id: ({ part }) => textCell(part.recordId),
  sku: ({ part }) => textCell(part.sku),
  billed_cost: ({ part }) => money(part.billedPicos),
  expected_cost: ({ part }) => money(part.expectedPicos),
  difference: ({ part }) => money(part.differencePicos),
  cause: ({ part }) => textCell(part.cause),
  checked_cost: ({ part }) => money(part.checkedPicos),
  assumed_cost: ({ part }) => money(part.assumedPicos),
  not_checkable_cost: ({ part }) => money(part.uncheckablePicos),
}

export interface ReconciliationRow {
  /** With whose it is, where that is asked for. */
  readonly part: RecordPart & { readonly values?: DimensionValues }
  readonly account: string
  readonly name: string
}

/** One row per day and billing record, in the order given; the three kinds of evidence add up to what was billed. */
export function reconciliationCsv(rows: readonly ReconciliationRow[], more: readonly Dimension[] = []): string {
  const cells = Object.values(COLUMNS)
  return [
    csvLine([...Object.keys(COLUMNS), ...more]),
    ...rows.map((row) =>
      csvLine([...cells.map((cell) => cell(row)), ...more.map((each) => textCell(row.part.values?.[each] ?? null))]),
    ),
  ].join('')
}

const money = (picos: bigint | null): string => numberCell(picos === null ? null : formatPicos(picos))
