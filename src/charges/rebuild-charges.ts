import { findAiTransactionsAfter } from '../db/ai-transaction-repository.ts'
import { findRecordExtent, findRecordsAfter } from '../db/billing-record-repository.ts'
import { deleteCharges } from '../db/charge-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import { findRatingBasis, saveRatingBasis, type RatingBasis } from '../db/rating-basis-repository.ts'
import { areChargesStale, markChargesFresh } from '../db/stale-charges-repository.ts'
import type { Connection, Store } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'
import { applyCharges, applyTokenCharges } from './apply-charges.ts'
import { KnownFacts } from './known-facts.ts'
import type { RatingContext } from './rating-context.ts'

const BATCH = 500

export interface RebuildContext extends RatingContext {
  readonly store: Store
  readonly clock: () => Instant
}

/**
 * Makes the charges anew where they no longer follow from what they are made of: the account's zone, the readings of the
 * price list (SNAPSHOT_RULE, GB_PER_TB, HIBERNATION_RULE) or prices of the past are others than they were made with. For
 * a caller that holds the account.
 */
export async function refreshCharges(context: RebuildContext): Promise<void> {
  const { store, account, rules, clock } = context
  const { accountId, zone } = account
  const basis: RatingBasis = { since: clock(), zone, rules }
  const last = await findRatingBasis(store.db, accountId)
  const isStale = last === null ? (await findRecordExtent(store.db, accountId)) !== null : !isSame(last, basis)
  if (isStale || (await areChargesStale(store.db, accountId))) await rebuildCharges(context)
  else if (last === null) await saveRatingBasis(store.db, accountId, basis)
}

function isSame(a: RatingBasis, b: RatingBasis): boolean {
  const of = ({ zone, rules }: RatingBasis) =>
    [zone, rules.snapshot, rules.gbPerTb, rules.hibernation ?? 'own_record'].join(' ')
  return of(a) === of(b)
}

/**
 * Rates every record of an account again, each as of the moment at which its value was read, and replaces their days in
 * one transaction; gives how many records those were.
 */
export async function rebuildCharges({ store, clock, ...rating }: RebuildContext): Promise<number> {
  const { account, calendar, rules } = rating
  const { accountId, zone } = account
  const extent = await findRecordExtent(store.db, accountId)
  if (extent) await ensureMonths(store, 'charge_day', calendar.dayOf(extent.from), calendar.dayOf(extent.to))
  return store.db.transaction().execute(async (tx) => {
    const facts = new KnownFacts(accountId)
    await deleteCharges(tx, accountId)
    let rated = 0
    for (let after = ''; ;) {
      const records = await findRecordsAfter(tx, accountId, after, BATCH)
      const resources = await facts.resources(tx, [...new Set(records.map(({ resourceId }) => resourceId))])
      const subjects = records.map((record) => {
        const resource = resources.get(record.resourceId) ?? null
        return { record, resource, readAt: record.changedAt }
      })
      await applyCharges(tx, { account, calendar, rules, facts }, subjects)
      rated += records.length
      if (records.length < BATCH) break
      after = records.at(-1)!.recordId
    }
    await rebuildTokenCharges(tx, { account, calendar, rules, facts })
    const now = clock()
    await saveRatingBasis(tx, accountId, { since: now, zone, rules })
    await markChargesFresh(tx, accountId, now)
    return rated
  })
}

async function rebuildTokenCharges(tx: Connection, context: RatingContext): Promise<void> {
  for (let after = ''; ;) {
    const transactions = await findAiTransactionsAfter(tx, context.account.accountId, after, BATCH)
    await applyTokenCharges(tx, context, transactions)
    if (transactions.length < BATCH) return
    after = transactions.at(-1)!.transactionId
  }
}
