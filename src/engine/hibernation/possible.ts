import type { Calendar, Instant, Interval } from '../time.ts'
import { HOUR_MS } from '../time.ts'
import { WEEK_HOURS } from '../capacity/week.ts'
import { WEEKS_PER_MONTH, type Range } from './plan-figures.ts'

/** The spans that possible savings are summed over. */
export interface Horizons {
  readonly restOfMonth: Interval
  readonly nextMonth: Interval
  /** The three months after this one. */
  readonly nextQuarter: Interval
}

export function horizonsOf(calendar: Calendar, asOf: Instant): Horizons {
  const month = calendar.monthInterval(asOf)
  const next = calendar.monthInterval(month.endsAt)
  const third = calendar.monthInterval(calendar.monthInterval(next.endsAt).endsAt)
  return {
    restOfMonth: { startsAt: asOf, endsAt: month.endsAt },
    nextMonth: next,
    nextQuarter: { startsAt: next.startsAt, endsAt: third.endsAt },
  }
}

/**
 * Monthly ranges of several machines together over a span: middles add up, and since machines err by themselves their
 * distances add up by their squares. Two of 100 (90 to 110) for a month are 200 (185.9 to 214.1).
 */
export function sumRanges(monthly: readonly Range[], span: Interval): Range {
  const months = monthsOf(span)
  let p50 = 0
  let below = 0
  let above = 0
  for (const range of monthly) {
    p50 += range.p50 * months
    below += ((range.p50 - range.p10) * months) ** 2
    above += ((range.p90 - range.p50) * months) ** 2
  }
  return { p10: Math.max(0, p50 - Math.sqrt(below)), p50, p90: p50 + Math.sqrt(above) }
}

/** A span in months of 365.25 / 12 days. */
export const monthsOf = ({ startsAt, endsAt }: Interval): number =>
  Math.max(0, endsAt - startsAt) / HOUR_MS / WEEK_HOURS / WEEKS_PER_MONTH
