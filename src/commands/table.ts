/**
 * Rows as columns of text, each as wide as its widest cell: for a person's eyes. What is for a program is JSON or CSV.
 * [['a', '12'], ['bb', '3']] under ['name', 'n'] gives 'name  n\na     12\nbb    3\n'.
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
