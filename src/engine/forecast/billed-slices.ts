import type { Calendar, Day, Instant } from '../time.ts'
import { apportion } from '../usage/apportion.ts'
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
 * What a record bills by the day, as charges have it: the sum of its hours. Split once for as long as the record stands,
 * whatever is asked of it. By the hour where that is wanted.
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
  if (byHour) return slices.map(({ startsAt, billedPicos }) => ({ at: startsAt, picos: billedPicos }))
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
