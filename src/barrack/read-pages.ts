import { BarrackError } from './barrack-error.ts'

/** One answer of a list, as far as paging needs to know it. */
export interface RawPage {
  readonly rows: readonly unknown[]
  readonly envelope: Readonly<Record<string, unknown>>
  /** Rows of the whole list; null where it is not told. */
  readonly total: number | null
  readonly totalPages: number | null
}

export interface PageReading {
  /** Names the list in errors. */
  readonly where: string
  readonly pageParameter: string
  read(page: number): Promise<RawPage>
  /** What identifies a row. */
  idOf(row: unknown): string
}

export interface NewRows {
  readonly page: number
  readonly rows: readonly unknown[]
  readonly envelope: Readonly<Record<string, unknown>>
  readonly total: number | null
  readonly totalPages: number | null
}

const PASSES = 3
const MAX_PAGES_UNTOLD = 10_000
/** Without totals a page that is shorter than any known default size is taken for the last one. */
const SHORTEST_PAGE = 10

/**
 * Reads a list that may change meanwhile: every row is given once, under the id it was first seen with. Where the total
 * moved, or rows came twice while others may have slipped through, the list is read again, up to three times.
 * @throws BarrackError 'unsteady' where it never held still; what was given until then stands.
 */
export async function* readPages(reading: PageReading): AsyncGenerator<NewRows> {
  const passOf = new Map<string, number>()
  let total: number | null = null
  for (let pass = 1; pass <= PASSES; pass++) {
    const outcome = yield* readOnce(reading, passOf, pass)
    total = outcome.total
    if (total === null || (outcome.steady && outcome.received >= total && outcome.repeated === 0)) return
    // Rows that the list itself holds twice stay so in the next pass.
    if (pass > 1 && outcome.received >= total && outcome.steady) return
    // A list that only grows, at its head, was read as it stood when the reading began.
    if (pass === PASSES && !outcome.shrank && outcome.received - outcome.repeated >= outcome.firstTotal) return
  }
  throw new BarrackError(
    'unsteady',
    `${reading.where} changed during each of ${PASSES} readings: ${passOf.size} of ${total ?? 'unknown'} rows were seen. ` +
      'What was read is kept; the next run goes on.',
  )
}

interface Pass {
  readonly received: number
  readonly repeated: number
  readonly steady: boolean
  readonly shrank: boolean
  readonly firstTotal: number
  readonly total: number | null
}

async function* readOnce(
  reading: PageReading,
  passOf: Map<string, number>,
  pass: number,
): AsyncGenerator<NewRows, Pass> {
  let received = 0
  let repeated = 0
  let idlePages = 0
  let steady = true
  let shrank = false
  let first: RawPage | null = null
  for (let number = 1; ; number++) {
    const page = await reading.read(number)
    first ??= page
    steady &&= page.total === first.total
    shrank ||= (page.total ?? 0) < (first.total ?? 0)
    const news = []
    const before = repeated
    for (const row of page.rows) {
      const id = reading.idOf(row)
      const known = passOf.get(id)
      if (known === pass) repeated++
      if (known === undefined) news.push(row)
      passOf.set(id, pass)
    }
    received += page.rows.length
    if (number === 1 || news.length > 0)
      yield { page: number, rows: news, envelope: page.envelope, total: page.total, totalPages: page.totalPages }

    if (isLast(page, number, received))
      return { received, repeated, steady, shrank, firstTotal: first.total ?? 0, total: page.total }
    idlePages = repeated - before === page.rows.length ? idlePages + 1 : 0
    if (number >= mostPages(first))
      throw new BarrackError('unsteady', `${reading.where} has no end: page ${number} is not the last.`)
    if (idlePages === 2) {
      // A list without totals that ignores the page parameter was whole on its first page.
      if (page.total === null && page.totalPages === null && number === 3)
        return { received, repeated, steady, shrank, firstTotal: 0, total: null }
      throw new BarrackError(
        'unreadable',
        `${reading.where} repeats itself from page ${number - 1} on: it does not seem to know the page parameter ` +
          `'${reading.pageParameter}'. Name the right one in BARRACK_ENDPOINTS.`,
      )
    }
  }
}

/** A list may grow while it is read, though not without end. */
function mostPages(first: RawPage): number {
  return first.totalPages === null ? MAX_PAGES_UNTOLD : first.totalPages * 2 + 10
}

function isLast(page: RawPage, number: number, received: number): boolean {
  if (page.rows.length === 0) return true
  if (page.totalPages !== null) return number >= page.totalPages
  if (page.total !== null) return received >= page.total
  return page.rows.length < SHORTEST_PAGE
}
