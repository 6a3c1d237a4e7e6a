import { allocate } from '../money.ts'
import type { ChargeState } from '../rating/charge.ts'
import { SECOND_MS, secondsOf, type Calendar, type Day, type Instant, type Interval } from '../time.ts'
import type { BillingRecord } from './billing-record.ts'
import { coveredInterval, type StateInterval } from './state-ledger.ts'

/** The part of a billing record that lies in one day of the zone. */
export interface Slice extends Interval {
  readonly day: Day
  readonly seconds: number
  readonly billedPicos: bigint
}

/** A stretch of a record's time with what was billed in it. */
export interface BilledInterval extends Interval {
  readonly billedPicos: bigint
}

/**
 * Splits what a record bills over days by seconds; the shares add up to its total exactly. States play no part in it, so
 * that what is learned later about them moves no day's total.
 * A record without time is one slice of 0 seconds where it starts, with all of its cost.
 */
export function apportion(record: BillingRecord, calendar: Calendar, readAt: Instant): Slice[] {
  return apportionStretch({ ...coveredInterval(record, readAt), billedPicos: record.totalPicos }, calendar)
}

/** The same for a stretch of a record whose share of the total is known. */
export function apportionStretch({ startsAt, endsAt, billedPicos }: BilledInterval, calendar: Calendar): Slice[] {
  const cuts = cutAtDays(startsAt, endsAt, calendar)
  const shares = allocate(
    billedPicos,
    cuts.map((cut) => cut.seconds),
  )
  return cuts.map((cut, i) => ({ ...cut, billedPicos: shares[i]! }))
}

function cutAtDays(startsAt: Instant, endsAt: Instant, calendar: Calendar): Omit<Slice, 'billedPicos'>[] {
  const cuts: Omit<Slice, 'billedPicos'>[] = []
  let at = startsAt
  do {
    const until = Math.min(calendar.dayEndAfter(at), endsAt)
    cuts.push({ startsAt: at, endsAt: until, day: calendar.dayOf(at), seconds: (until - at) / SECOND_MS })
    at = until
  } while (at < endsAt)
  return cuts
}

/** A slice in one state. */
export interface StateSlice extends Slice {
  readonly state: ChargeState
}

/** Splits each slice over the states within it, by seconds again; `states` cover the slices without gaps. */
export function splitByState(slices: readonly Slice[], states: readonly StateInterval[]): StateSlice[] {
  const split: StateSlice[] = []
  let current = 0
  for (const slice of slices) {
    while (states[current]!.endsAt <= slice.startsAt && current + 1 < states.length) current++
    const parts: StateInterval[] = []
    for (let s = current; s < states.length && states[s]!.startsAt < slice.endsAt; s++) parts.push(states[s]!)
    if (parts.length <= 1) {
      split.push({ ...slice, state: states[current]!.state })
      continue
    }
    const intervals = parts.map((part) => ({
      startsAt: Math.max(part.startsAt, slice.startsAt),
      endsAt: Math.min(part.endsAt, slice.endsAt),
    }))
    const seconds = intervals.map(secondsOf)
    const shares = allocate(slice.billedPicos, seconds)
    intervals.forEach((interval, p) => {
      split.push({ ...slice, ...interval, seconds: seconds[p]!, billedPicos: shares[p]!, state: parts[p]!.state })
    })
  }
  return split
}
