import { mulDiv } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import { expectation } from '../rating/expectation.ts'
import { intersect, secondsOf, wholeSecond, type Instant, type Interval } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'

/** What a machine's plans wanted asleep, and what of it was. */
export interface RealisedSleep {
  readonly plannedSeconds: number
  readonly asleepSeconds: number
  /** Full less flat rate of the planned time; null where no list price is known for all of it. */
  readonly plannedPicos: bigint | null
  /** Full rate of the time asleep within it, less what was billed for that time. */
  readonly realisedPicos: bigint | null
}

/**
 * The saving that was planned beside the one that came of it, over planned sleeps that lie in the past. Planned ten hours
 * at 2.50 an hour on and 0.01 asleep: 24.90; asleep for nine of them, billed 0.09: 22.41.
 */
export function realisedSleep(
  planned: readonly Interval[],
  records: readonly BillingRecord[],
  {
    resource,
    currency,
    prices,
    rules,
    readAt,
  }: {
    readonly resource: Resource
    readonly currency: string
    readonly prices: PriceBook
    readonly rules: RatingRules
    readonly readAt: Instant
  },
): RealisedSleep {
  const asset = assetOf('instance', null, resource)
  const rateOf = (state: 'active' | 'hibernated') => expectation(chargeItem(asset, state, rules), currency, prices)
  const past = planned
    .map(({ startsAt, endsAt }) => ({
      startsAt: wholeSecond(startsAt),
      endsAt: wholeSecond(Math.min(endsAt, readAt)),
    }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
  const onPicos = rateOf('active')(past)
  const flatPicos = rateOf('hibernated')(past)
  // A rate of its own: it rounds the running sum of what it is asked.
  const on = rateOf('active')
  let asleepSeconds = 0
  let realisedPicos: bigint | null = 0n
  for (const record of records) {
    if (!isAsleep(record)) continue
    const covered = coveredInterval(record, readAt)
    const inside = past.map((sleep) => intersect(sleep, covered)).filter((part) => part.startsAt < part.endsAt)
    const seconds = inside.reduce((sum, part) => sum + secondsOf(part), 0)
    if (seconds === 0) continue
    asleepSeconds += seconds
    const awake = on(inside)
    const billed = mulDiv(record.totalPicos, BigInt(seconds), BigInt(secondsOf(covered)))
    realisedPicos = realisedPicos === null || awake === null ? null : realisedPicos + awake - billed
  }
  return {
    plannedSeconds: past.reduce((sum, part) => sum + secondsOf(part), 0),
    asleepSeconds,
    plannedPicos: onPicos === null || flatPicos === null ? null : onPicos - flatPicos,
    realisedPicos,
  }
}
