import { focusColumns, focusRow, type FocusCell, type FocusCharge, type FocusVersion } from '../../engine/index.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

/** Columns of type decimal; all others are text, with the same care for formulas as the charges CSV. */
const NUMBERS = /(Cost|UnitPrice|Quantity)$/

export const focusHeader = (version: FocusVersion): string => csvLine(focusColumns(version))

/** One line of the FOCUS file; null is an empty cell. */
export function focusLine(cells: readonly FocusCell[], version: FocusVersion): string {
  const isNumber = numbersOf(version)
  return csvLine(cells.map((cell, i) => (isNumber[i] ? numberCell(cell) : textCell(cell))))
}

/** The lines of charges. */
export const focusLines = (charges: readonly FocusCharge[], version: FocusVersion): string =>
  charges.map((charge) => focusLine(focusRow(charge, version), version)).join('')

const numbers = new Map<FocusVersion, readonly boolean[]>()

function numbersOf(version: FocusVersion): readonly boolean[] {
  const known = numbers.get(version) ?? focusColumns(version).map((name) => NUMBERS.test(name))
  numbers.set(version, known)
  return known
}
