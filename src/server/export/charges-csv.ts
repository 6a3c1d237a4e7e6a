import type { ChargeExportRow } from '../../db/charge-export-repository.ts'
import { DIMENSIONS } from '../../engine/index.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

/** Columns that are there where they are asked for. */
export const CHARGE_COLUMNS = [...DIMENSIONS, 'inferred'] as const
export type ChargeColumn = (typeof CHARGE_COLUMNS)[number]

/** The columns in their order: name and how the cell is written. */
const COLUMNS = {
  day: textCell,
  account: textCell,
  currency: textCell,
  region: textCell,
  tier: textCell,
  resource_type: textCell,
  resource_id: textCell,
  resource_name: textCell,
  sku: textCell,
  gpu_model: textCell,
  gpu_count: numberCell,
  state: textCell,
  quantity: numberCell,
  unit: textCell,
  billed_cost: numberCell,
  expected_cost: numberCell,
  day_status: textCell,
} satisfies { [Name in Exclude<keyof ChargeExportRow, ChargeColumn>]: (value: ChargeExportRow[Name]) => string }

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]

/** The first line; what is asked for beside the usual columns comes last. */
export const chargesHeader = (more: readonly ChargeColumn[]): string => csvLine([...NAMES, ...more])

/** One line of the charges CSV. */
export function chargesLine(row: ChargeExportRow, more: readonly ChargeColumn[]): string {
  const usual = NAMES.map((name) => (COLUMNS[name] as (value: unknown) => string)(row[name]))
  return csvLine([
    ...usual,
    ...more.map((name) => (name === 'inferred' ? String(row.inferred) : textCell(row[name] ?? null))),
  ])
}
