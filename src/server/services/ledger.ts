import type { Account } from '../../db/account-repository.ts'
import { findPriceVersions, findRecordsSince, findResources } from '../../db/ledger-query-repository.ts'
import { readingsBySource } from '../../db/overview-query-repository.ts'
import {
  calendarOf,
  documentedPrices,
  priceBook,
  type BillingRecord,
  type Calendar,
  type Instant,
  type PriceBook,
  type RatingRules,
  type Resource,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { requireFirstIngest, type ReadAccount } from './first-ingest.ts'

/** What every forecast of an account starts from. */
export interface Ledger {
  readonly account: Account
  /** The last ingest that ended. */
  readonly run: ReadAccount['run']
  readonly calendar: Calendar
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly prices: PriceBook
  readonly rules: RatingRules
  /** When billing was last read: what the figures speak of. */
  readonly asOf: Instant
  /** When each source was last read to its end. */
  readonly readings: ReadonlyMap<string, Instant>
}

/** The interval is learned from 60 daily origins of windows up to a month, with a level of 28 days before each. */
const HISTORY_MS = 120 * 86_400_000
const BILLING = ['instance-billing', 'volume-billing', 'snapshot-billing']

/**
 * Loads the records that are open or ended since `from` (an instant) or the time that intervals are learned from,
 * whichever is earlier, with resources and prices. Throws a problem before the first ingest has ended.
 */
export async function loadLedger(
  context: AppContext,
  query: { account?: string | undefined; from?: (calendar: Calendar) => Instant },
): Promise<Ledger> {
  const { db } = context.store
  const { account, run } = await requireFirstIngest(context, query.account)
  const { accountId, zone } = account
  const readings = await readingsBySource(db, accountId)
  const billingReadings = BILLING.flatMap((source) => readings.get(source) ?? [])
  const asOf = billingReadings.length > 0 ? Math.max(...billingReadings) : run.finishedAt
  const calendar = calendarOf(zone)
  const since = Math.min(asOf - HISTORY_MS, query.from?.(calendar) ?? Infinity)
  const [records, resources, versions] = await Promise.all([
    findRecordsSince(db, accountId, since),
    findResources(db, accountId),
    findPriceVersions(db, accountId),
  ])
  return {
    account,
    run,
    calendar,
    records,
    resources,
    prices: priceBook([...documentedPrices, ...versions]),
    rules: context.config.rules,
    asOf,
    readings,
  }
}
