import { mulDiv } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { MINUTE_MS, type Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'

/**
 * The records as they were to be read at an earlier moment: what began later is not there, what ended later is open and
 * has billed its full minutes until then, at its average rate. At or after the last read it changes nothing.
 */
export function recordsKnownAt(records: readonly BillingRecord[], at: Instant): BillingRecord[] {
  const known: BillingRecord[] = []
  for (const record of records) {
    if (record.startsAt >= at) continue
    const endedLater = record.endsAt !== null && record.endsAt > at
    const billsLater = coveredInterval(record, Infinity).endsAt > at
    if (!endedLater && !billsLater) {
      known.push(record)
      continue
    }
    const minutes = Math.min(record.minutes, Math.floor((at - record.startsAt) / MINUTE_MS))
    known.push({
      ...record,
      endsAt: null,
      minutes,
      totalPicos:
        record.minutes === 0 ? record.totalPicos : mulDiv(record.totalPicos, BigInt(minutes), BigInt(record.minutes)),
    })
  }
  return known
}

/**
 * The resources as far as an earlier moment could know them, without what was seen of them since: what they are now tells
 * nothing of what ran then, the bills of that time do.
 */
export const resourcesKnownAt = (resources: readonly Resource[], at: Instant): Resource[] =>
  resources
    .filter(({ createdAt, firstSeenAt }) => (createdAt ?? firstSeenAt) <= at)
    .map((resource) => ({ ...resource, status: null, pricePerHourPicos: null, deletedSeenAt: null }))

/** The prices without those that hold from later on: nobody had announced them. */
export const pricesKnownAt = (prices: PriceBook, at: Instant): PriceBook => ({
  ...prices,
  timeline: (sku, currency) => prices.timeline(sku, currency).filter(({ interval }) => interval.startsAt <= at),
})
