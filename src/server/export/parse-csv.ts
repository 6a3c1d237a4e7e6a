/**
 * The cells of a CSV (RFC 4180, CRLF or LF, a byte order mark allowed); the inverse of `csvLine`, but for the apostrophe
 * before a text that looks like a formula, which stays.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  const cell = /("(?:[^"]|"")*"|(?!")[^,\r\n]*)(,|\r?\n|$)/y
  let row: string[] = []
  cell.lastIndex = text.startsWith('\uFEFF') ? 1 : 0
  while (cell.lastIndex < text.length || row.length > 0) {
    const match = cell.exec(text)
    if (!match) throw new RangeError(`not a CSV: a quote stands in the middle of line ${rows.length + 1}`)
    const [, content = '', end] = match
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
