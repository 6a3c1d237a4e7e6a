import type { Instant } from '../time.ts'
import { HOUR_MS } from '../time.ts'
import type { BurnHistory } from './burn-history.ts'

const DAY_MS = 24 * HOUR_MS
const MOST_ORIGINS = 60

/** Fewer past forecasts than this say little about the next: the estimate is early and at least as wide as the table. */
const ENOUGH_ORIGINS = 14

/** Where the account cannot tell yet: how far off run rate was on other ledgers, by hours ahead, as a share of the level. */
const USUAL_ERROR = [
  [24, 0.35],
  [168, 0.5],
  [720, 0.6],
] as const

/** How far off the run-rate forecast of one window may be. */
export interface RunRateError {
  /** Half the width of the interval, in currency units. */
  readonly halfWidth: number
  /** How many past forecasts it was learned from. */
  readonly origins: number
  readonly early: boolean
}

/**
 * The interval of a window that begins `lead` ms after asOf, learned by asking the same forecaster the same question in
 * the past: once a day, up to 60 days back, 'what is open now keeps billing' against what that window then cost. The
 * absolute error is taken as a share of the level (what the account spends in such a time), at most 2, and the interval
 * reaches to its 80 % quantile. A window total is calibrated on window totals: bounds of days do not add up.
 */
export function runRateError(
  history: BurnHistory,
  asOf: Instant,
  lead: number,
  length: number,
  coverage = 0.8,
): RunRateError {
  const errors: number[] = []
  if (history.startsAt !== null) {
    for (let k = 0; k < MOST_ORIGINS; k++) {
      const origin = asOf - lead - length - k * DAY_MS
      if (origin < history.startsAt + DAY_MS) break
      const actual = history.spent(origin + lead, origin + lead + length)
      const error = Math.abs(actual - history.rateAt(origin) * length)
      errors.push(error === 0 ? 0 : Math.min(2, error / level(history, origin, length)))
    }
  }
  const own = upperQuantile(errors, coverage)
  const early = own === null || errors.length < ENOUGH_ORIGINS
  const share = early ? Math.max(own ?? 0, usualError((lead + length) / HOUR_MS)) : own
  return { halfWidth: share * level(history, asOf, length), origins: errors.length, early }
}

/** What is spent in such a length of time: the mean of the last 28 days, or half of what runs now would cost. */
function level(history: BurnHistory, at: Instant, length: number): number {
  const since = Math.max(at - 28 * DAY_MS, history.startsAt ?? at)
  const mean = at > since ? history.spent(since, at) / (at - since) : 0
  return Math.max(mean, history.rateAt(at) / 2) * length
}

/** The ceil((n + 1) p)-th smallest of n: null where n is too small to tell. */
export function upperQuantile(values: readonly number[], p: number): number | null {
  return Float64Array.from(values).sort()[Math.ceil((values.length + 1) * p) - 1] ?? null
}

/** The table, straight between its rows. */
function usualError(hours: number): number {
  for (let i = 1; i < USUAL_ERROR.length; i++) {
    const [fromHours, from] = USUAL_ERROR[i - 1]!
    const [toHours, to] = USUAL_ERROR[i]!
    if (hours > toHours) continue
    return from + ((to - from) * Math.max(0, hours - fromHours)) / (toHours - fromHours)
  }
  return USUAL_ERROR.at(-1)![1]
}
