import { distance, recordRate, roundingOf, type ResourceRate } from '../forecast/run-rate.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import { hourlyPrice } from '../rating/expectation.ts'
import type { Instant, Interval } from '../time.ts'
import { assetOf, type Asset } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource, StatusChange } from '../usage/resource.ts'
import { stateIntervals } from '../usage/state-ledger.ts'

/** What a resource cost per hour at an earlier moment. */
export interface RateThen {
  readonly asset: Asset
  readonly state: ChargeState
  /** Of the whole machine; null where nothing tells. */
  readonly perHourPicos: bigint | null
}

export interface RateThenInput {
  /** The record that billed it at the moment. */
  readonly record: BillingRecord
  readonly resource: Resource | null
  /** Of the resource, sorted. */
  readonly statuses: readonly StatusChange[]
  /** Its rate now; null where it costs nothing any more. */
  readonly now: ResourceRate | null
  readonly prices: PriceBook
  readonly rules: RatingRules
  /** From the earlier moment to the present one. */
  readonly between: Interval
}

/**
 * The rate at the beginning of `between`: what the record of then was billed per hour. A record that still runs tells only
 * how it stands now; what it cost before a price changed, or before it went to sleep, the price list tells. A difference
 * from now that is no more than the rounding of the bills is none.
 *
 * Example: 119.52 USD for 720 minutes are 9.96 an hour; 9.9601 by the record that followed is taken for 9.96 as well.
 */
export function rateThen({ record, resource, statuses, now, prices, rules, between }: RateThenInput): RateThen {
  const { startsAt: then, endsAt: present } = between
  const state = stateAt(record, statuses, between)
  const asset = assetOf(record.kind, record, resource)
  const item = chargeItem(asset, state, rules)
  const listed = hourlyPrice(item, record.currency, prices, then)
  const isOpen = now?.openRecord?.recordId === record.recordId
  if (!isOpen) return { asset, state, perHourPicos: settled(recordRate(record) ?? listed, record, now) }
  if ((state === 'hibernated') !== (now.state === 'hibernated'))
    return { asset, state, perHourPicos: listed ?? now.perHourPicos }
  const listedNow = hourlyPrice(item, record.currency, prices, present)
  const follows = now.perHourPicos !== null && listedNow !== null && isClose(now.perHourPicos, listedNow, record)
  return { asset, state, perHourPicos: follows && listed !== null && listed !== listedNow ? listed : now.perHourPicos }
}

function settled(rate: bigint | null, record: BillingRecord, now: ResourceRate | null): bigint | null {
  const present = now?.perHourPicos ?? null
  return rate !== null && present !== null && isClose(rate, present, record) ? present : rate
}

const isClose = (a: bigint, b: bigint, record: BillingRecord) => distance(a, b) <= roundingOf(record)

function stateAt(record: BillingRecord, statuses: readonly StatusChange[], between: Interval): ChargeState {
  const states = stateIntervals(record, statuses, between.endsAt)
  return (states.findLast(({ startsAt }) => startsAt <= between.startsAt) ?? states[0]!).state
}

/** The record that bills a resource at a moment: of several the one that began last. */
export function recordsAt(records: readonly BillingRecord[], at: Instant): Map<string, BillingRecord> {
  const found = new Map<string, BillingRecord>()
  for (const record of records) {
    if (record.startsAt > at || (record.endsAt !== null && record.endsAt <= at)) continue
    const other = found.get(record.resourceId)
    if (!other || other.startsAt < record.startsAt) found.set(record.resourceId, record)
  }
  return found
}
