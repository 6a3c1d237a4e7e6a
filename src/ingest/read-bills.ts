import { KnownFacts } from '../charges/known-facts.ts'
import { findOpenIds, findRecordStates } from '../db/billing-record-repository.ts'
import { findCursor } from '../db/cursor-repository.ts'
import type { Store } from '../db/store.ts'
import type { JsonObject } from '../db/schema/column.ts'
import type { BillingKind, Instant } from '../engine/index.ts'
import { billingBatch, BILLING_SOURCES, type BillingRows } from './billing-batch.ts'
import { paceOf, type Batch, type IngestContext, type SourceEnd } from './source.ts'

const SWEEP_MS = 24 * 3_600_000
/** So many pages without anything new end the walk. */
const QUIET_PAGES = 2
/** Shorter lists are read to their end at once. */
const FEWEST_PAGES = 4

/** Pages that are written together: fewer turns on a server; the embedded store must let others in between. */
const BATCH_ROWS = { postgres: 2000, pglite: 1 } satisfies Record<Store['kind'], number>

/** What the cursor of a list of bills keeps: where its open records stood. */
interface Positions {
  readonly sweptAt: Instant
  readonly total: number
  readonly open: Readonly<Record<string, number>>
}

interface BillPage extends BillingRows {
  readonly page: number
  readonly total: number | null
  readonly totalPages: number | null
}

/**
 * Reads a list of bills. Where a day has not passed since the last sweep and the list is long: the newest pages until two
 * bring nothing new, and the pages on which open records stand (older ones move by as many rows as have come since).
 * Where that leaves an open record unseen, or the list has no order in time, all of it, as once a day: restatements of
 * old records are found then, at the spare pace where the schedule asks for it.
 */
export async function* readBills(context: IngestContext, kind: BillingKind): AsyncGenerator<Batch, SourceEnd> {
  const { client, store, account, clock, signal, sweep } = context
  const name = BILLING_SOURCES[kind]
  const reading = new Reading(context, kind)
  const cursor = await findCursor(store.db, account.accountId, name)
  const before = cursor ? positionsIn(cursor.cursor) : null
  if (sweep === 'due' && before && clock() - before.sweptAt < SWEEP_MS) {
    const first = await client.page(name, 1, signal)
    const order = orderOf(first)
    if (order !== null && (first.totalPages ?? 0) >= FEWEST_PAGES) {
      yield* walk(reading, first, order)
      yield* visitOpen(reading, first, order, before)
      const unseen = (await findOpenIds(store.db, account.accountId, kind)).some((id) => !reading.seen.has(id))
      if (!unseen) return { finish: () => Promise.resolve(reading.positions(before.sweptAt)), isWhole: false }
    }
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
  return { finish: () => Promise.resolve(reading.positions(sweptAt)) }
}

/** From the new end of the list on, until it is quiet. */
async function* walk(reading: Reading, first: BillPage, order: 1 | -1): AsyncGenerator<Batch> {
  const last = first.totalPages!
  let quiet = 0
  for (let step = 0; step < last && quiet < QUIET_PAGES; step++) {
    const page = await reading.page(order === -1 ? 1 + step : last - step, first)
    quiet = (await reading.hasNews(page)) ? 0 : quiet + 1
    yield reading.take(page)
  }
}

/** The pages on which the open records that were not met yet should be by now. */
async function* visitOpen(reading: Reading, first: BillPage, order: 1 | -1, before: Positions): AsyncGenerator<Batch> {
  const pageSize = first.rows.length + first.refused.length
  const moved = order === -1 ? ((first.total ?? 0) - before.total) / pageSize : 0
  for (const [id, page] of Object.entries(before.open)) {
    for (const number of new Set([page + Math.floor(moved), page + Math.ceil(moved)])) {
      if (reading.seen.has(id) || reading.pages.has(number) || number < 1 || number > first.totalPages!) continue
      yield reading.take(await reading.page(number, first))
    }
  }
}

/** What one reading has seen; a row that comes on two of its pages is taken once. */
class Reading {
  readonly seen = new Set<string>()
  readonly pages = new Set<number>()
  readonly #context: IngestContext
  readonly #kind: BillingKind
  readonly #open: Record<string, number> = {}
  #total = 0
  #sweeps = false

  constructor(context: IngestContext, kind: BillingKind) {
    this.#context = { ...context, facts: new KnownFacts(context.account.accountId) }
    this.#kind = kind
  }

  /** From now on whole lists are read, of which the client gives each row once: a million ids need not be kept twice. */
  sweep(): void {
    this.#sweeps = true
  }

  async page(number: number, first: BillPage): Promise<BillPage> {
    if (number === 1) return first
    return this.#context.client.page(BILLING_SOURCES[this.#kind], number, this.#context.signal)
  }

  async hasNews(page: BillPage): Promise<boolean> {
    const { records } = this.#batch(page)
    const ids = records.map(({ record }) => record.recordId)
    const known = await findRecordStates(this.#context.store.db, this.#context.account.accountId, ids)
    return records.some(({ record, fingerprint }) => known.get(record.recordId)?.fingerprint !== fingerprint)
  }

  /** What some pages of the same list come to, in one batch. */
  take(...pages: readonly BillPage[]): Batch {
    const last = pages.at(-1)!
    this.#total = last.total ?? 0
    const fresh: BillPage['rows'][number][] = []
    const pageOf = new Map<string, number>()
    for (const page of pages) {
      this.pages.add(page.page)
      for (const row of page.rows) {
        if (this.seen.has(row.id)) continue
        if (!this.#sweeps) this.seen.add(row.id)
        if (row.value.end_time === null) pageOf.set(row.id, page.page)
        fresh.push(row)
      }
    }
    const refused = pages.flatMap((page) => page.refused)
    const batch = this.#batch({ ...last, rows: fresh, refused })
    for (const { record } of batch.records)
      if (record.endsAt === null) this.#open[record.recordId] = pageOf.get(record.recordId) ?? last.page
    return { ...batch, total: last.total }
  }

  positions(sweptAt: Instant): JsonObject {
    return { sweptAt, total: this.#total, open: this.#open } satisfies Positions
  }

  #batch(page: BillPage) {
    return billingBatch(this.#context, BILLING_SOURCES[this.#kind], page, this.#context.clock())
  }
}

function positionsIn(cursor: JsonObject): Positions | null {
  return typeof cursor.sweptAt === 'number' ? (cursor as unknown as Positions) : null
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
