import { mulDiv } from '../../money.ts'
import type { PriceBook } from '../../pricing/price-book.ts'
import { secondsOf, type Interval } from '../../time.ts'
import { isAsleep } from '../../usage/asleep.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { StatusChange } from '../../usage/resource.ts'
import { toChargeState } from '../../usage/state-ledger.ts'
import { chargeItem } from '../charge-item.ts'
import { expectation } from '../expectation.ts'
import { agrees, isWithin, type Bill } from './bill.ts'
import { firstFrom } from './first-from.ts'
import { changesWithin, explain, hasSlept, minutesAwake } from './explain.ts'
import type { Reconciliation } from './reconciliation.ts'
import { spread, undecided, unpriced, verdict } from './verdict.ts'

/** A machine seen asleep that long before the end of its running record was billed in its sleep. */
const LATE_MS = 5 * 60_000

/** The long way, for whatever is not one price over a time of its own. */
export function judgeBill(bill: Bill, prices: PriceBook, sleeps: readonly StatusChange[]): Reconciliation {
  const { record, item } = bill
  const own = { startsAt: Math.max(bill.startsAt, Math.min(bill.previousEndsAt, bill.endsAt)), endsAt: bill.endsAt }
  const whole = { startsAt: bill.startsAt, endsAt: bill.endsAt }
  const atPrice = (stretches: Interval[]) => expectation(item, record.currency, prices)(stretches)
  const isOverlapped = secondsOf(whole) - secondsOf(own) >= 60
  const version = bill.timeline.find(({ interval }) => bill.startsAt < interval.endsAt)?.version ?? null
  const full = atPrice([whole])
  if (full === null) return unpriced(bill)

  if (bill.rules.hibernation === 'same_record' && hasSlept(bill)) {
    const awake = minutesAwake(bill)
    if (awake !== null) {
      const asleep = BigInt(record.minutes - awake)
      const expected = mulDiv(bill.runningPicos! * BigInt(awake) + bill.asleepPicos! * asleep, 1n, 60n)
      return verdict(record, expected, record.totalPicos - expected, null, null)
    }
    const running = chargeItem(bill.asset, 'active', bill.rules)
    const timeline = prices.timeline(running.sku, record.currency)
    if (changesWithin(timeline, bill)) return undecided(record, 'hibernation split')
  }
  if (agrees(bill, full, 1n)) {
    const asleep = sleepingTime(bill, sleeps)
    const flat = asleep.length > 0 ? flatInstead(bill, prices, asleep, full, atPrice) : null
    if (flat !== null) return verdict(record, flat, record.totalPicos - flat, 'hibernation split', version)
    if (isOverlapped) {
      const expected = atPrice([own])!
      return verdict(record, expected, record.totalPicos - expected, 'overlap or gap', version)
    }
    return spread(bill, full, null)
  }
  const [low, high] = boundsByLooks(bill, full)
  const expected = clamp(record.totalPicos, low, high)
  if (isWithin(record.totalPicos - expected, bill.halfUnitPicos)) {
    const twice = full - atPrice([own])!
    if (isOverlapped)
      return verdict(record, expected - twice, record.totalPicos - expected + twice, 'overlap or gap', null)
    return verdict(record, expected, record.totalPicos - expected, null, null)
  }
  const cause = explain(bill)
  if (cause === 'hibernation split' && claimsSleep(bill)) {
    const asleep = chargeItem(bill.asset, 'hibernated', bill.rules)
    const flat = expectation(asleep, record.currency, prices)([whole])
    const [piece] = prices.pieces(asleep.sku, record.currency, {
      ...whole,
      endsAt: Math.max(whole.endsAt, whole.startsAt + 1),
    })
    if (flat !== null) return verdict(record, flat, record.totalPicos - flat, cause, piece!.version)
  }
  return spread(bill, full, cause)
}

/** A record that shows the rate of sleep is one of sleep, where sleep has a record of its own: for what part it was not paid so is the error. */
function claimsSleep({ record, rules, asleepPicos }: Bill): boolean {
  const { perMinutePicos } = record
  if (rules.hibernation === 'same_record' || perMinutePicos === null || asleepPicos === null) return false
  return perMinutePicos * 60n <= 2n * asleepPicos
}

/**
 * What may be expected where a price changed: it was seen to have changed, and may have done so at any moment since the
 * look before. 0.69, last seen at 11:00, then 0.79 seen at 12:00: from 11:00 on either price may have held.
 */
function boundsByLooks(bill: Bill, full: bigint): readonly [bigint, bigint] {
  const { timeline, item, startsAt, endsAt, pricePollMs } = bill
  let [low, high] = [full, full]
  timeline.forEach(({ interval, version }, i) => {
    const after = timeline[i + 1]?.version
    if (version?.unit !== item.priceUnit || after?.source !== 'observed' || item.units === null) return
    const seconds = secondsOf({
      startsAt: Math.max(startsAt, version.lastSeenAt ?? interval.endsAt - pricePollMs),
      endsAt: Math.min(endsAt, interval.endsAt),
    })
    const step = (after.pricePicos - version.pricePicos) * item.units.num * BigInt(seconds)
    const earlier = mulDiv(step, 1n, 3600n * item.units.den)
    if (earlier > 0n) high += earlier
    else low += earlier
  })
  return [low, high]
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  return value < low ? low : value > high ? high : value
}

/** The stretches of a running record in which its machine was seen asleep. */
function sleepingTime({ startsAt, endsAt, statuses, record }: Bill, sleeps: readonly StatusChange[]): Interval[] {
  if (!sleptWithin(sleeps, record, { startsAt, endsAt })) return []
  return statuses.flatMap((change, i) => {
    if (toChargeState(change.status) !== 'hibernated') return []
    const from = Math.ceil(Math.max(change.observedAt, startsAt) / 1000) * 1000
    const until = Math.floor(Math.min(statuses[i + 1]?.observedAt ?? endsAt, endsAt) / 1000) * 1000
    return from < until ? [{ startsAt: from, endsAt: until }] : []
  })
}

function flatInstead(
  bill: Bill,
  prices: PriceBook,
  asleep: Interval[],
  full: bigint,
  atPrice: (stretches: Interval[]) => bigint | null,
): bigint | null {
  const flat = expectation(chargeItem(bill.asset, 'hibernated', bill.rules), bill.record.currency, prices)(asleep)
  const running = atPrice(asleep)
  return flat === null || running === null ? null : full - running + flat
}

/** Whether the machine of a running record was seen asleep well before the end of its billed time. */
export function sleptWithin(
  sleeps: readonly StatusChange[],
  record: BillingRecord,
  { startsAt, endsAt }: Interval,
): boolean {
  if (sleeps.length === 0 || isAsleep(record)) return false
  const first = sleeps[firstFrom(sleeps, startsAt, ({ observedAt }) => observedAt)]
  return first !== undefined && first.observedAt < endsAt - LATE_MS
}
