import type { Dimension, DimensionValues } from '../../engine/index.ts'
import type { ProofDto, ProofRecordDto } from '../dto/proof.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { partyCells } from './share-cells.ts'

export interface ProofRow {
  readonly bundle: ProofDto
  readonly record: ProofRecordDto
  readonly line: ProofRecordDto['lines'][number]
}

const COLUMNS: Readonly<Record<string, (row: ProofRow) => string>> = {
  account: ({ bundle }) => textCell(bundle.account.slug),
  resource_id: ({ bundle }) => textCell(bundle.resourceId),
  resource_name: ({ bundle }) => textCell(bundle.name),
  record_id: ({ record }) => textCell(record.recordId),
  from: ({ line }) => textCell(line.startsAt),
  to: ({ line }) => textCell(line.endsAt),
  seconds: ({ line }) => numberCell(line.seconds),
  state: ({ line }) => textCell(line.state),
  sku: ({ line }) => textCell(line.sku),
  currency: ({ record }) => textCell(record.currency),
  price: ({ line }) => numberCell(line.price?.price ?? null),
  price_unit: ({ line }) => textCell(line.price?.unit ?? null),
  price_source: ({ line }) => textCell(line.price?.source ?? null),
  price_since: ({ line }) => textCell(line.price?.since ?? null),
  billed_cost: ({ line }) => numberCell(line.billed),
  expected_cost: ({ line }) => numberCell(line.recalculated),
  record_total_cost: ({ record }) => numberCell(record.billed),
  record_minutes: ({ record }) => numberCell(record.minutes),
  record_expected_cost: ({ record }) => numberCell(record.recalculated),
  record_difference: ({ record }) => numberCell(record.difference),
  record_cause: ({ record }) => textCell(record.cause),
  inferred: ({ line }) => String(line.inferred),
}

/**
 * One row per range of minutes in one state under one price; the rows of a record add up to its total. `whoseOf` tells who
 * had a share of the resource in the range, for the columns that are asked for beside the usual ones.
 */
export function proofCsv(
  bundle: ProofDto,
  more: readonly Dimension[] = [],
  whoseOf: (row: ProofRow) => readonly DimensionValues[] = () => [],
): string {
  const cells = Object.values(COLUMNS)
  const lines = bundle.records.flatMap((record) =>
    record.lines.map((line) => {
      const row = { bundle, record, line }
      return csvLine([...cells.map((cell) => cell(row)), ...partyCells(whoseOf(row), more)])
    }),
  )
  return [csvLine([...Object.keys(COLUMNS), ...more]), ...lines].join('')
}
