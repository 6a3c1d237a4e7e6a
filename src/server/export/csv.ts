/**
 * A text cell. An apostrophe before what a spreadsheet would take for a formula; quotes where the text needs them.
 * '=1+1' gives "'=1+1", 'a,b' gives '"a,b"'.
 */
export function textCell(text: string | null): string {
  if (text === null) return ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A number as it is; empty = null. */
export const numberCell = (value: string | number | null): string => (value === null ? '' : String(value))

export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
