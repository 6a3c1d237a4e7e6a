import type { Account } from '../../db/account-repository.ts'
import { findRecordsSince } from '../../db/ledger-query-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { readingsBySource } from '../../db/overview-query-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import type { Connection } from '../../db/store.ts'
import { findUsageCosts } from '../../db/usage-cost-repository.ts'
import {
  calendarOf,
  priceBook,
  type BillingRecord,
  type Calendar,
  type Day,
  type Instant,
  type PlansAhead,
  type PriceBook,
  type PriceVersion,
  type RatingRules,
  type Resource,
  type UsageCost,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { requireFirstIngest, type ReadAccount } from './first-ingest.ts'
import { keep } from './kept.ts'
import { plannedOf } from './planned.ts'

/** What every forecast of an account starts from. */
export interface Ledger {
  readonly account: Account
  readonly calendar: Calendar
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** What AI models cost. */
  readonly usage: readonly UsageCost[]
  readonly prices: PriceBook
  /** What the price book is made of. */
  readonly versions: readonly PriceVersion[]
  readonly rules: RatingRules
  /** Records that ended before this are not in it. */
  readonly since: Instant
  /** The plans that forecasts follow. */
  readonly planned: PlansAhead
  /** When billing was last read: what the figures speak of. */
  readonly asOf: Instant
  /** When each source was last read to its end. */
  readonly readings: ReadonlyMap<string, Instant>
}

/** It without what is planned. */
export type LedgerAsRead = Omit<Ledger, 'planned'>

export interface LedgerOfNow {
  readonly ledger: Ledger
  /** The last ingest that ended. */
  readonly run: ReadAccount['run']
}

/** The interval is learned from 60 daily origins of windows up to a month, with a level of 28 days before each. */
const HISTORY_MS = 120 * 86_400_000
const BILLING = ['instance-billing', 'volume-billing', 'snapshot-billing']

/**
 * The ledger of an account for the figures of now, or back to `from` where the period begins earlier than what intervals
 * are learned from. Throws a problem before the first ingest has ended.
 */
export async function loadLedger(
  context: AppContext,
  query: { account?: string | undefined; from?: Day | undefined },
): Promise<LedgerOfNow> {
  const { account, run } = await requireFirstIngest(context, query.account)
  const { store, config } = context
  const { from } = query
  const ledger = await keep(
    store,
    account,
    'ledger',
    () => readLedger(store.db, account, config.rules, { asOf: run.finishedAt, from }),
    ({ calendar, since }) => from === undefined || calendar.startOf(from) >= since,
    // It rests on records, resources and prices alone, which are the same in every look at a moment of the past.
    store.moment,
  )
  return { ledger: withPlans(ledger, await plannedOf(store, account)), run }
}

const planned = new WeakMap<LedgerAsRead, Ledger>()

/** The same ledger again for as long as it and its plans stand: forecasts are kept by it. */
export function withPlans(read: LedgerAsRead, plans: PlansAhead): Ledger {
  const known = planned.get(read)
  if (known?.planned === plans) return known
  const ledger = { ...read, planned: plans }
  planned.set(read, ledger)
  return ledger
}

/** Reads it as it stands; `asOf` is taken where no billing source was ever read. */
export async function readLedger(
  db: Connection,
  account: Account,
  rules: RatingRules,
  query: { asOf: Instant; from?: Day | undefined },
): Promise<LedgerAsRead> {
  const { accountId, zone } = account
  const calendar = calendarOf(zone)
  const readings = await readingsBySource(db, accountId)
  const asOf = lastReading(readings) ?? query.asOf
  const learnedSince = asOf - HISTORY_MS
  const since = query.from === undefined ? learnedSince : Math.min(learnedSince, calendar.startOf(query.from))
  const [records, resources, usage, versions] = await Promise.all([
    findRecordsSince(db, accountId, since),
    findResources(db, accountId),
    findUsageCosts(db, accountId, since),
    accountPrices(db, accountId),
  ])
  const prices = priceBook(versions)
  return { account, calendar, records, resources, usage, prices, versions, rules, since, asOf, readings }
}

/**
 * The same with all that a forecast of an earlier moment learned from. A ledger of now is not enough for that: what ended
 * before it begins is missing, so that in an earlier past less and less would have been spent.
 */
export async function ledgerBackTo(context: AppContext, { account, calendar, planned, asOf }: Ledger, at: Instant) {
  const from = calendar.dayOf(at - HISTORY_MS)
  return withPlans(await readLedger(context.store.db, account, context.config.rules, { asOf, from }), planned)
}

/** When billing was last read, in any of its sources; null before that. */
function lastReading(readings: ReadonlyMap<string, Instant>): Instant | null {
  const instants = BILLING.flatMap((source) => readings.get(source) ?? [])
  return instants.length > 0 ? Math.max(...instants) : null
}
