import { allocate } from '../money.ts'
import { HOUR_MS, SECOND_MS, type Calendar, type Day, type Instant } from '../time.ts'
import { apportion, type Slice } from '../usage/apportion.ts'
import type { BillingRecord } from '../usage/billing-record.ts'

/** What a record bills in an hour, or in a day, and a moment within it. */
export interface BilledSlice {
  readonly at: Instant
  readonly picos: bigint
}

interface Kept {
  readonly zone: string
  readonly asOf: Instant
  readonly byDay: readonly BilledSlice[]
}

const kept = new WeakMap<BillingRecord, Kept>()

/**
 * What a record bills by the day, as charges have it. Split once for as long as the record stands, whatever is asked of
 * it. By the hour where that is wanted: each day's share split by seconds, so that the hours of a day add up to it.
 */
export function billedSlices(
  record: BillingRecord,
  calendar: Calendar,
  asOf: Instant,
  byHour: boolean,
): readonly BilledSlice[] {
  const known = kept.get(record)
  if (!byHour && known?.zone === calendar.zone && (record.endsAt !== null || known.asOf === asOf)) return known.byDay
  const slices = apportion(record, calendar, asOf)
  if (byHour) return slices.flatMap((slice) => hoursOf(slice, calendar.startOf(slice.day)))
  const days = new Map<Day, { at: Instant; picos: bigint }>()
  for (const { day, startsAt, billedPicos } of slices) {
    const sum = days.get(day)
    if (sum) sum.picos += billedPicos
    else days.set(day, { at: startsAt, picos: billedPicos })
  }
  const byDay = [...days.values()]
  kept.set(record, { zone: calendar.zone, asOf, byDay })
  return byDay
}

/** A day's share over the hours from its beginning on. 40 for 0:00 to 10:00 is 4 in each of ten hours. */
function hoursOf({ startsAt, endsAt, billedPicos }: Slice, dayStartsAt: Instant): BilledSlice[] {
  const cuts: Instant[] = []
  const firstHour = dayStartsAt + Math.floor((startsAt - dayStartsAt) / HOUR_MS) * HOUR_MS
  for (let hour = firstHour; hour === firstHour || hour < endsAt; hour += HOUR_MS) cuts.push(Math.max(hour, startsAt))
  const shares = allocate(
    billedPicos,
    cuts.map((at, i) => ((cuts[i + 1] ?? endsAt) - at) / SECOND_MS),
  )
  return cuts.map((at, i) => ({ at, picos: shares[i]! }))
}
