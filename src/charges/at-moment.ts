import { sql } from 'kysely'
import { listAccounts, type Account } from '../db/account-repository.ts'
import { findAiTransactionsAfter } from '../db/ai-transaction-repository.ts'
import { findRecords } from '../db/billing-record-repository.ts'
import { insertDayCharges } from '../db/charge-repository.ts'
import { findRatingBasis } from '../db/rating-basis-repository.ts'
import { indexShadowDays, shadowPrices, shadowTables } from '../db/shadow-tables.ts'
import type { Connection, Store } from '../db/store.ts'
import { transactionStore } from '../db/transaction-store.ts'
import { isoOf } from '../db/timestamp.ts'
import { calendarOf, defaultRules, rateTokens, type Instant, type Interval } from '../engine/index.ts'
import { ratedDays } from './apply-charges.ts'
import { KnownFacts } from './known-facts.ts'
import type { RatingContext } from './rating-context.ts'

export interface Moment {
  readonly at: Instant
  /** Charges are there of all records that bill any of this time, and of no others; without it of all. */
  readonly span?: Interval | undefined
}

const BATCH = 2000

/**
 * Does `work` on the store as it was known at a moment: the same statements, over tables that hold that moment's values
 * (shadow-tables.ts), with charges rated from them by the one function that rated them then. Nothing of it stays. On
 * PGlite, which has one connection, everybody else waits meanwhile.
 */
export async function atMoment<T>(store: Store, { at, span }: Moment, work: (past: Store) => Promise<T>): Promise<T> {
  const answered = new Map<'result', T>()
  const undo = new Error('Everything was only laid over the tables')
  await store.db
    .transaction()
    .execute(async (tx) => {
      await shadowTables(tx, at)
      for (const account of await listAccounts(tx)) await rateAsOf(tx, account, at, span)
      await indexShadowDays(tx)
      await shadowPrices(tx, at, 'moment')
      answered.set('result', await work({ ...transactionStore(store, tx), moment: momentOf(store, at) }))
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return answered.get('result')!
}

async function rateAsOf(tx: Connection, account: Account, at: Instant, span: Interval | undefined): Promise<void> {
  const { accountId, zone } = account
  const basis = await findRatingBasis(tx, accountId, at)
  const facts = new KnownFacts(accountId)
  const context = { account, calendar: calendarOf(zone), rules: basis?.rules ?? defaultRules, facts }
  for (let after = ''; ;) {
    const ids = await findIdsWithin(tx, accountId, span, after)
    const records = await findRecords(tx, accountId, { ids })
    const resources = await facts.resources(tx, [...new Set(records.map(({ resourceId }) => resourceId))])
    const subjects = records.map((record) => {
      const resource = resources.get(record.resourceId) ?? null
      return { record, resource, readAt: record.changedAt }
    })
    await insertDayCharges(tx, accountId, await ratedDays(tx, context, subjects))
    if (ids.length < BATCH) break
    after = ids.at(-1)!
  }
  await rateTokensAsOf(tx, context, span)
}

/** The records that bill any of the time, by id. */
async function findIdsWithin(
  tx: Connection,
  accountId: number,
  span: Interval | undefined,
  after: string,
): Promise<string[]> {
  const within = span
    ? sql`starts_at < ${isoOf(span.endsAt)}::timestamptz and (ends_at is null or ends_at >= ${isoOf(span.startsAt)}::timestamptz)`
    : sql`true`
  const { rows } = await sql<{ id: string }>`select record_id as id from billing_record
    where account_id = ${accountId} and record_id > ${after} and ${within} order by record_id limit ${BATCH}`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

async function rateTokensAsOf(
  tx: Connection,
  { account: { accountId }, calendar, facts }: RatingContext & { readonly facts: KnownFacts },
  span: Interval | undefined,
): Promise<void> {
  const prices = await facts.prices(tx)
  for (let after = ''; ;) {
    const found = await findAiTransactionsAfter(tx, accountId, after, BATCH)
    const within = found.filter(({ createdAt }) => !span || (createdAt >= span.startsAt && createdAt < span.endsAt))
    await insertDayCharges(
      tx,
      accountId,
      within.flatMap((transaction) => rateTokens(transaction, prices, calendar)),
    )
    if (found.length < BATCH) return
    after = found.at(-1)!.transactionId
  }
}

/** Moments of which what was worked out is remembered, of each store: a page asks for one in several questions. */
const MOST_MOMENTS = 3
const moments = new WeakMap<Store, Map<Instant, object>>()

/** The object that stands for a moment; the ones looked at last are kept. */
function momentOf(store: Store, at: Instant): object {
  const known = moments.get(store) ?? new Map<Instant, object>()
  moments.set(store, known)
  const moment = known.get(at) ?? {}
  known.delete(at)
  known.set(at, moment)
  if (known.size > MOST_MOMENTS) known.delete(known.keys().next().value!)
  return moment
}
