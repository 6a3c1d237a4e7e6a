/** What is left of a line for the columns where nobody says how wide it is. */
const UNBOUNDED = Infinity
/** No column is folded below this. */
const NARROWEST = 14
const GAP = '  '

/**
 * Rows as columns of text, each as wide as its widest cell: for a person's eyes. What is for a program is JSON or CSV.
 * [['a', '12'], ['bb', '3']] under ['name', 'n'] gives 'name  n\na     12\nbb    3\n'. Where a terminal is narrower, the
 * widest columns are folded at spaces.
 */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width = process.stdout.isTTY ? process.stdout.columns : UNBOUNDED,
): string {
  const all = [head, ...rows].map((row) => row.map(visible))
  const widths = fitted(
    head.map((_, column) => Math.max(...all.map((row) => row[column]!.length))),
    width,
  )
  return all
    .flatMap((row) => {
      const cells = row.map((cell, column) => folded(cell, widths[column]!))
      const lines = Math.max(...cells.map((cell) => cell.length))
      return Array.from({ length: lines }, (_, line) =>
        cells.map((cell, column) => (cell[line] ?? '').padEnd(widths[column]!)).join(GAP),
      )
    })
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

/** Names are Barrack's: a line break in one would tear its row apart, other controls do worse to a terminal. */
const visible = (cell: string): string => cell.replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')

/** Takes from the widest column until the line fits, or nothing is left to take. */
function fitted(widths: readonly number[], width: number): number[] {
  const fit = [...widths]
  let over = fit.reduce((sum, each) => sum + each, 0) + GAP.length * (fit.length - 1) - width
  while (over > 0) {
    const widest = Math.max(...fit)
    if (widest <= NARROWEST) break
    const next = Math.max(NARROWEST, ...fit.filter((each) => each < widest))
    const taken = Math.min(over, widest - next)
    fit[fit.indexOf(widest)] = widest - taken
    over -= taken
  }
  return fit
}

function folded(cell: string, width: number): string[] {
  const lines: string[] = []
  let rest = cell
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const end = space > 0 ? space : width
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return [...lines, rest]
}
