import { focusColumns, focusRow, type FocusCharge, type FocusVersion } from '../../engine/index.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

/** Columns of type decimal; all others are text, with the same care for formulas as the charges CSV. */
const NUMBERS = /(Cost|UnitPrice|Quantity)$/

export const focusHeader = (version: FocusVersion): string => csvLine(focusColumns(version))

/** Lines of the FOCUS file; null is an empty cell. */
export function focusLines(charges: readonly FocusCharge[], version: FocusVersion): string {
  const isNumber = focusColumns(version).map((name) => NUMBERS.test(name))
  const line = (charge: FocusCharge) =>
    csvLine(focusRow(charge, version).map((cell, i) => (isNumber[i] ? numberCell(cell) : textCell(cell))))
  return charges.map(line).join('')
}
