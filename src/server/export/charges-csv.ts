import type { ChargeExportRow } from '../../db/charge-export-repository.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

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
} satisfies { [Name in keyof ChargeExportRow]: (value: ChargeExportRow[Name]) => string }

const NAMES = Object.keys(COLUMNS) as (keyof ChargeExportRow)[]

export const chargesHeader = csvLine(NAMES)

/** One line of the charges CSV. */
export function chargesLine(row: ChargeExportRow): string {
  return csvLine(NAMES.map((name) => (COLUMNS[name] as (value: unknown) => string)(row[name])))
}
