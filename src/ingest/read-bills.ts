import { findCursor } from '../db/cursor-repository.ts'
import type { Store } from '../db/store.ts'
import type { BillingKind } from '../engine/index.ts'
import { BillReading, positionsIn, type BillPage, type Positions } from './bill-reading.ts'
import { BILLING_SOURCES } from './billing-batch.ts'
import { sweepOn } from './sweep-on.ts'
import { paceOf, type Batch, type IngestContext, type SourceEnd } from './source.ts'

const SWEEP_MS = 24 * 3_600_000
/** So many pages without anything new end the walk. */
const QUIET_PAGES = 2
/** Shorter lists are read to their end at once. */
const FEWEST_PAGES = 4

/**
 * Rows that are written together: a server is waited for ten times a batch, however large it is, and on a busy machine
 * each wait is a long one (batches of 2,000 take a third longer). The embedded store must let others in between.
 */
const BATCH_ROWS = { postgres: 3500, pglite: 1 } satisfies Record<Store['kind'], number>

/**
 * Reads a list of bills. Of a long one that has an order in time the schedule reads the newest pages until two bring
 * nothing new, and the pages on which open records stand (older ones move by as many rows as have come since). Once a
 * day, or where that leaves an open record unseen, it sweeps through all of it besides, in slices at the spare pace:
 * restatements of old records are found then. Other lists are read to their end.
 */
export async function* readBills(context: IngestContext, kind: BillingKind): AsyncGenerator<Batch, SourceEnd> {
  const { client, store, account, clock, signal, sweep } = context
  const name = BILLING_SOURCES[kind]
  const reading = new BillReading(context, kind)
  const cursor = await findCursor(store.db, account.accountId, name)
  const before = cursor ? positionsIn(cursor.cursor) : null
  if (sweep === 'due' && before) {
    const first = await client.page(name, 1, signal)
    const order = orderOf(first)
    if (order !== null && (first.totalPages ?? 0) >= FEWEST_PAGES)
      return yield* readNewest(reading, first, order, before)
  }
  const sweptAt = clock()
  reading.sweep()
  let waiting: BillPage[] = []
  let rows = 0
  for await (const page of client.pages(name, signal, paceOf(sweep))) {
    waiting.push(page)
    rows += page.rows.length
    if (rows < BATCH_ROWS[store.kind]) continue
    yield reading.take(...waiting)
    waiting = []
    rows = 0
  }
  if (waiting.length > 0) yield reading.take(...waiting)
  return { finish: async (tx) => reading.positions({ sweptAt, lost: await reading.unseen({ db: tx }) }) }
}

/** What can have changed, and a slice of the sweep where one is due. */
async function* readNewest(
  reading: BillReading,
  first: BillPage,
  order: 1 | -1,
  before: Positions,
): AsyncGenerator<Batch, SourceEnd> {
  yield* walk(reading, first, order)
  yield* visitOpen(reading, first, order, before)
  const now = reading.now()
  const isDue =
    before.sweep !== undefined || now - before.sweptAt >= SWEEP_MS || (await reading.unseen(before)).length > 0
  if (!isDue) return { finish: () => Promise.resolve(reading.positions(before)), isWhole: false }
  const { left, sweptSince } = yield* sweepOn(reading, first, before, now)
  if (left) return { finish: () => Promise.resolve(reading.positions({ ...before, sweep: left })), isWhole: false }
  return {
    finish: async (tx) => reading.positions({ sweptAt: sweptSince, lost: await reading.unseen({ db: tx }) }),
    wholeSince: sweptSince,
  }
}

/** From the new end of the list on, until it is quiet. */
async function* walk(reading: BillReading, first: BillPage, order: 1 | -1): AsyncGenerator<Batch> {
  const last = first.totalPages!
  let quiet = 0
  for (let step = 0; step < last && quiet < QUIET_PAGES; step++) {
    const page = await reading.page(order === -1 ? 1 + step : last - step, first)
    quiet = (await reading.hasNews(page)) ? 0 : quiet + 1
    yield reading.take(page)
  }
}

/** The pages on which the open records that were not met yet should be by now. */
async function* visitOpen(
  reading: BillReading,
  first: BillPage,
  order: 1 | -1,
  before: Positions,
): AsyncGenerator<Batch> {
  const pageSize = first.rows.length + first.refused.length
  const moved = order === -1 ? ((first.total ?? 0) - before.total) / pageSize : 0
  for (const [id, page] of Object.entries(before.open)) {
    for (const number of new Set([page + Math.floor(moved), page + Math.ceil(moved)])) {
      if (reading.seen.has(id) || reading.pages.has(number) || number < 1 || number > first.totalPages!) continue
      yield reading.take(await reading.page(number, first))
    }
  }
}

/** 1: oldest first; -1: newest first; null: neither. One row in twenty may be out of its place. */
function orderOf({ rows }: BillPage): 1 | -1 | null {
  let up = 0
  let down = 0
  for (let i = 1; i < rows.length; i++) {
    const step = rows[i]!.value.start_time - rows[i - 1]!.value.start_time
    if (step > 0) up++
    if (step < 0) down++
  }
  const allowed = rows.length / 20
  if (down > up) return up <= allowed ? -1 : null
  return up > 0 && down <= allowed ? 1 : null
}
