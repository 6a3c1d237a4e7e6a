import type { ProofDto, ProofRecordDto } from '../dto/proof.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

interface Row {
  readonly bundle: ProofDto
  readonly record: ProofRecordDto
  readonly line: ProofRecordDto['lines'][number]
}

const COLUMNS: Readonly<Record<string, (row: Row) => string>> = {
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

/** One row per range of minutes in one state under one price; the rows of a record add up to its total. */
export function proofCsv(bundle: ProofDto): string {
  const cells = Object.values(COLUMNS)
  const lines = bundle.records.flatMap((record) =>
    record.lines.map((line) => csvLine(cells.map((cell) => cell({ bundle, record, line })))),
  )
  return [csvLine(Object.keys(COLUMNS)), ...lines].join('')
}
