import { KnownFacts } from '../charges/known-facts.ts'
import { findOpenIds, findRecordStates } from '../db/billing-record-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'
import type { Connection } from '../db/store.ts'
import type { BillingKind, Instant } from '../engine/index.ts'
import { billingBatch, BILLING_SOURCES, type BillingRows } from './billing-batch.ts'
import { paceOf, type Batch, type IngestContext } from './source.ts'

/** A sweep that goes on with the next reading. */
export interface OpenSweep {
  readonly startedAt: Instant
  /** The next page. */
  readonly page: number
  /** Of so many, and so many rows, when last looked at. */
  readonly pages: number
  readonly total: number
}

/** What the cursor of a list of bills keeps: where its open records stood, and how far its sweep is. */
export interface Positions {
  readonly sweptAt: Instant
  readonly total: number
  readonly open: Readonly<Record<string, number>>
  /** Open records that a whole sweep did not find: not looked for until the next one. */
  readonly lost?: readonly string[]
  readonly sweep?: OpenSweep
}

export interface BillPage extends BillingRows {
  readonly page: number
  readonly total: number | null
  readonly totalPages: number | null
}

/** What one reading has seen; a row that comes on two of its pages is taken once. */
export class BillReading {
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

  /** A page by its number; the first is at hand. `isUrgent`: false where it may wait for what others ask. */
  async page(number: number, first: BillPage, isUrgent = true): Promise<BillPage> {
    if (number === 1) return first
    const { client, signal, sweep } = this.#context
    return client.page(BILLING_SOURCES[this.#kind], number, signal, isUrgent ? 'full' : paceOf(sweep))
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

  now(): Instant {
    return this.#context.clock()
  }

  /** Open records of the store that did not come in this reading and were not lost before. */
  async unseen({ lost = [], db = this.#context.store.db }: { lost?: readonly string[]; db?: Connection }) {
    const known = new Set(lost)
    const open = await findOpenIds(db, this.#context.account.accountId, this.#kind)
    return open.filter((id) => !this.seen.has(id) && !(id in this.#open) && !known.has(id))
  }

  positions({ sweptAt, lost = [], sweep }: Omit<Positions, 'total' | 'open'>): JsonObject {
    return { sweptAt, total: this.#total, open: this.#open, lost, ...(sweep && { sweep: { ...sweep } }) }
  }

  #batch(page: BillPage) {
    return billingBatch(this.#context, BILLING_SOURCES[this.#kind], page, this.#context.clock())
  }
}

export function positionsIn(cursor: JsonObject): Positions | null {
  return typeof cursor.sweptAt === 'number' ? (cursor as unknown as Positions) : null
}
