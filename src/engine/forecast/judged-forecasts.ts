import { HOUR_MS, type Calendar, type Instant, type Interval } from '../time.ts'
import { horizonDays } from './horizon.ts'

/** How far ahead forecasts from the moment on are kept: a day, a week, thirty days. */
export const JUDGED_HOURS = [24, 168, 720] as const
export type JudgedHours = (typeof JUDGED_HOURS)[number]

/** What forecasts are judged by: those hours, and the calendar month and quarter that ran. */
export const JUDGED_HORIZONS = ['day', 'week', '30-days', 'month', 'quarter'] as const
export type JudgedHorizon = (typeof JUDGED_HORIZONS)[number]

const HOURS = { day: 24, week: 168, '30-days': 720 } as const
const DAY_MS = 24 * HOUR_MS

/** Null of a calendar month or quarter. */
export const judgedHours = (horizon: JudgedHorizon): JudgedHours | null =>
  horizon === 'month' || horizon === 'quarter' ? null : HOURS[horizon]

/**
 * Forecasts of a horizon that are judged at most. Days side by side are one stretch, in which a single job that nobody
 * foresaw counts over and over: of them four weeks.
 */
export function mostJudged(horizon: JudgedHorizon): number {
  if (horizon === 'day') return 28
  return judgedHours(horizon) === null ? 6 : 12
}

/** How far apart judged forecasts of a horizon are made: those of a day side by side, all others by a week. */
export const apartMs = (horizon: JudgedHorizon): number => (horizon === 'day' ? DAY_MS : 7 * DAY_MS)

/**
 * The window of a horizon as it is forecast at a moment; null of a month or quarter of which half is over: what is billed
 * by then makes it right without any skill. Quarters count from the month `yearStart`, 1 to 12.
 *
 * Example: the month on 10 November is 1 November to 1 December, on the 20th it is none.
 */
export function judgedSpan(
  horizon: JudgedHorizon,
  calendar: Calendar,
  madeAt: Instant,
  yearStart = 1,
): Interval | null {
  if (horizon !== 'month' && horizon !== 'quarter')
    return { startsAt: madeAt, endsAt: madeAt + HOURS[horizon] * HOUR_MS }
  const { from, to } = horizonDays(horizon, calendar, madeAt, yearStart)
  const span = { startsAt: calendar.startOf(from), endsAt: calendar.startOf(to) }
  return madeAt - span.startsAt <= span.endsAt - madeAt ? span : null
}

/** The earliest moment of which a forecast is judged: the beginning of the last quarter that is over is no earlier. */
export const earliestJudged = (asOf: Instant): Instant => asOf - 185 * DAY_MS

/**
 * The latest of the forecasts that were made at least so far apart, as many as are judged, oldest first. What is forecast
 * on each day of a week is much the same: counting all of it would look like more proof than there is.
 *
 * Example: made on each of fifteen days and a week apart: the first, the eighth and the fifteenth.
 */
export function latestApart<T extends { readonly madeAt: Instant }>(
  forecasts: readonly T[],
  horizon: JudgedHorizon,
): T[] {
  const taken: T[] = []
  for (const forecast of forecasts.toSorted((a, b) => b.madeAt - a.madeAt)) {
    const last = taken.at(-1)
    if (last && last.madeAt - forecast.madeAt < apartMs(horizon)) continue
    taken.push(forecast)
    if (taken.length === mostJudged(horizon)) break
  }
  return taken.reverse()
}
