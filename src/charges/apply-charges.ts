import { deleteDayCharges, insertDayCharges } from '../db/charge-repository.ts'
import { findSleepReadings } from '../db/sleep-reading-repository.ts'
import type { Connection } from '../db/store.ts'
import {
  rateKnown,
  rateTokens,
  type AiTransaction,
  type BillingRecord,
  type DayCharge,
  type Instant,
  type Resource,
} from '../engine/index.ts'
import { KnownFacts } from './known-facts.ts'
import type { RatingContext } from './rating-context.ts'

/** A record that is to be rated, by what was known when its value was read. */
export interface RatingSubject {
  readonly record: BillingRecord
  readonly resource: Resource | null
  /** When this value of the record was read: what was observed later plays no part. */
  readonly readAt: Instant
  /** Nothing was ever read of the record before: it has no charges and no earlier values. */
  readonly isNew?: boolean
}

/** Rates records and replaces their days, in the transaction that writes the records. */
export async function applyCharges(
  tx: Connection,
  context: RatingContext,
  subjects: readonly RatingSubject[],
): Promise<void> {
  if (subjects.length === 0 || context.charges === 'later') return
  const { accountId } = context.account
  const days = await ratedDays(tx, context, subjects)
  await deleteDayCharges(
    tx,
    accountId,
    subjects.filter(({ isNew = false }) => !isNew).map(({ record }) => record.recordId),
  )
  await insertDayCharges(tx, accountId, days)
}

/** The days of some records, each rated when it is asked for; nothing is written. */
export async function ratedDays(
  tx: Connection,
  { account: { accountId }, calendar, rules, facts = new KnownFacts(accountId) }: RatingContext,
  subjects: readonly RatingSubject[],
): Promise<Iterable<DayCharge>> {
  const machines = subjects.filter(({ record }) => record.kind === 'instance')
  const statuses = await facts.statuses(tx, [...new Set(machines.map(({ record }) => record.resourceId))])
  const readings = await findSleepReadings(
    tx,
    accountId,
    machines.filter(({ isNew = false }) => !isNew).map(({ record }) => record),
    { all: rules.hibernation === 'same_record' },
  )
  const ways = { prices: await facts.prices(tx), calendar, rules }
  return (function* () {
    for (const { record, resource, readAt } of subjects) {
      const known = {
        record,
        resource,
        readAt,
        statuses: statuses.get(record.resourceId) ?? [],
        readings: readings.get(record.recordId) ?? [],
      }
      yield* rateKnown(known, ways)
    }
  })()
}

/** Rates uses of AI models and replaces their days. */
export async function applyTokenCharges(
  tx: Connection,
  { account: { accountId }, calendar, charges, facts = new KnownFacts(accountId) }: RatingContext,
  transactions: readonly AiTransaction[],
): Promise<void> {
  if (transactions.length === 0 || charges === 'later') return
  const prices = await facts.prices(tx)
  await deleteDayCharges(
    tx,
    accountId,
    transactions.map(({ transactionId }) => transactionId),
  )
  await insertDayCharges(
    tx,
    accountId,
    transactions.flatMap((transaction) => rateTokens(transaction, prices, calendar)),
  )
}
