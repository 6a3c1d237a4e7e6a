import type { Interval } from '../time.ts'
import { sumRanges, monthsOf } from './possible.ts'
import type { PlanFigures, Range } from './plan-figures.ts'

/** What the schedules of several machines come to over a span, in units of one wallet. */
export interface SleepSum {
  /** Against staying on all the time, what is slept already included. */
  readonly avoided: Range
  /** The part of it that is still paid as things go on. */
  readonly possible: Range
  /** Expected loss from restores that find no GPUs; null where no stock history tells of any of them. */
  readonly restoreLoss: number | null
  /** Machines without a stock history: their loss is not in the sum. */
  readonly lossUnknown: number
}

/**
 * Sums monthly figures over a span. Losses are expectations, so they add up: 3.00 and 4.50 a month are 22.50 in three
 * months of 30.4 days.
 */
export function sleepSum(figures: readonly PlanFigures[], span: Interval): SleepSum {
  const losses = figures.flatMap(({ restoreLoss }) => (restoreLoss === null ? [] : [restoreLoss]))
  return {
    avoided: sumRanges(
      figures.map(({ avoided }) => avoided),
      span,
    ),
    possible: sumRanges(
      figures.map(({ beyondNow }) => beyondNow),
      span,
    ),
    restoreLoss: losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) * monthsOf(span),
    lossUnknown: figures.length - losses.length,
  }
}

/** The same forecast with so much of it avoided: middles differ, distances add up by their squares, never under `least`. */
export function lessAvoided(forecast: Range, avoided: Range, least: number): Range {
  const p50 = Math.max(least, forecast.p50 - avoided.p50)
  const below = Math.hypot(forecast.p50 - forecast.p10, avoided.p90 - avoided.p50)
  const above = Math.hypot(forecast.p90 - forecast.p50, avoided.p50 - avoided.p10)
  return { p10: Math.max(least, p50 - below), p50, p90: p50 + above }
}
