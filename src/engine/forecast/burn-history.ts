import type { Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import { QUARTER_MS, type UsageCost } from './usage-cost.ts'

/**
 * What a set of records cost over time, as a step function of its rate: floats of currency units, for errors of
 * forecasts and nothing that is billed.
 */
export interface BurnHistory {
  /** The first billed moment; null where nothing was billed. */
  readonly startsAt: Instant | null
  /** Currency units per millisecond of what was open at that moment. */
  rateAt(at: Instant): number
  /** Currency units billed in [startsAt, endsAt). */
  spent(startsAt: Instant, endsAt: Instant): number
}

export function burnHistory(
  records: readonly BillingRecord[],
  readAt: Instant,
  usage: readonly UsageCost[] = [],
): BurnHistory {
  const changes = new Map<Instant, number>()
  const change = (at: Instant, rate: number) => changes.set(at, (changes.get(at) ?? 0) + rate)
  for (const record of records) {
    const { startsAt, endsAt } = coveredInterval(record, readAt)
    if (startsAt >= endsAt) continue
    const rate = Number(record.totalPicos) / 1e12 / (endsAt - startsAt)
    change(startsAt, rate)
    // What is open goes on: it was billed until the last read, which is a little before now.
    if (record.endsAt !== null) change(endsAt, -rate)
  }
  for (const { at, costPicos } of usage) {
    const rate = Number(costPicos) / 1e12 / QUARTER_MS
    change(at, rate)
    change(at + QUARTER_MS, -rate)
  }
  const times = Float64Array.from(changes.keys()).sort()
  const rates = new Float64Array(times.length)
  const totals = new Float64Array(times.length)
  for (let i = 0; i < times.length; i++) {
    rates[i] = (i > 0 ? rates[i - 1]! : 0) + changes.get(times[i]!)!
    totals[i] = i > 0 ? totals[i - 1]! + rates[i - 1]! * (times[i]! - times[i - 1]!) : 0
  }
  const lastUpTo = (at: Instant) => {
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (times[middle]! <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }
  const total = (at: Instant) => {
    const i = lastUpTo(at)
    return i < 0 ? 0 : totals[i]! + rates[i]! * (at - times[i]!)
  }
  return {
    startsAt: times[0] ?? null,
    rateAt: (at) => Math.max(0, rates[lastUpTo(at)] ?? 0),
    spent: (startsAt, endsAt) => total(endsAt) - total(startsAt),
  }
}
