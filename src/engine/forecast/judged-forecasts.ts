import { HOUR_MS, type Instant } from '../time.ts'

/** How far ahead forecasts are kept and judged: a day, a week, thirty days. */
export const JUDGED_HOURS = [24, 168, 720] as const
export type JudgedHours = (typeof JUDGED_HOURS)[number]

/** Forecasts of a horizon that are judged at most. */
export const MOST_JUDGED = 12
const DAY_MS = 24 * HOUR_MS

/** How far apart judged forecasts of a horizon are made: days side by side, weeks side by side, thirty days each week. */
export const apartMs = (hours: JudgedHours): number => (hours === 24 ? DAY_MS : 7 * DAY_MS)

/** The earliest moment of which a forecast is judged: the twelfth week before the last that has thirty days behind it. */
export const earliestJudged = (asOf: Instant): Instant => asOf - 720 * HOUR_MS - MOST_JUDGED * apartMs(720)

/**
 * The latest of the forecasts that were made at least so far apart, twelve at most, oldest first. What is forecast on each
 * day of a week is much the same: counting all of it would look like more proof than there is.
 *
 * Example: made on each of fifteen days and a week apart: the first, the eighth and the fifteenth.
 */
export function latestApart<T extends { readonly madeAt: Instant }>(forecasts: readonly T[], apart: number): T[] {
  const taken: T[] = []
  for (const forecast of forecasts.toSorted((a, b) => b.madeAt - a.madeAt)) {
    const last = taken.at(-1)
    if (last && last.madeAt - forecast.madeAt < apart) continue
    taken.push(forecast)
    if (taken.length === MOST_JUDGED) break
  }
  return taken.reverse()
}
