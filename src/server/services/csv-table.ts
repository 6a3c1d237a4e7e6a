import { parseCsv } from '../export/parse-csv.ts'
import { ProblemException, type ProblemError } from '../problem.ts'

/** A line of a CSV by the names of its header. */
export interface CsvLine {
  /** As an editor counts; the header is line 1. */
  readonly number: number
  /** '' where the column is not there. */
  readonly cell: (name: string) => string
}

/**
 * Reads a CSV with a header, each line by `read`, which throws a RangeError where something is wrong. Throws one problem
 * with all lines that are wrong, the first twenty named.
 */
export function readTable<Row>(csv: string, required: readonly string[], read: (line: CsvLine) => Row): Row[] {
  const table = parsed(csv)
  const names = (table[0] ?? []).map((name) => name.trim().toLowerCase())
  const missing = required.filter((name) => !names.includes(name))
  if (missing.length > 0) throw wrong([{ pointer: '/csv', detail: `the first line names no ${missing.join(', ')}` }])
  const errors: ProblemError[] = []
  const rows = table.slice(1).flatMap((cells, i): Row[] => {
    if (cells.every((cell) => cell.trim() === '')) return []
    const number = i + 2
    const cell = (name: string) => (cells[names.indexOf(name)] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
    try {
      return [read({ number, cell })]
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError)) throw error
      errors.push({ pointer: `/csv/${number}`, detail: `line ${number}: ${error.message}` })
      return []
    }
  })
  if (errors.length > 0) throw wrong(errors)
  if (rows.length === 0) throw wrong([{ pointer: '/csv', detail: 'there is no line below the header' }])
  return rows
}

const NAMED = 20

function wrong(errors: readonly ProblemError[]): ProblemException {
  const rest = errors.length > NAMED ? `; and ${errors.length - NAMED} lines more` : ''
  const named = errors.slice(0, NAMED)
  return new ProblemException('invalid-request', named.map(({ detail }) => detail).join('; ') + rest, { errors: named })
}

function parsed(csv: string): string[][] {
  try {
    return parseCsv(csv)
  } catch (error) {
    throw wrong([{ pointer: '/csv', detail: (error as Error).message }])
  }
}
