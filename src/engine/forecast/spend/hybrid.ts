import type { Way } from './ways.ts'

/** The mixture of the ways: what it says from now on, and would have said at each past origin. */
export type Hybrid = { path: Float64Array; pastPaths: Float64Array[]; weights: Record<string, number> }

/**
 * Share that past errors decide about at a day ahead; the rest is the bottom-up's, the way that knows what runs. It
 * shrinks with the square root of the horizon: sums of the past say less about a month than lives and births do.
 */
const EARNED_AT_A_DAY = 0.4
/** Power of the weights 1/MAE^p of the rest. */
const POWER = 4

const total = (path: Float64Array) => path.reduce((sum, v) => sum + v, 0)

/**
 * The bottom-up, and to four tenths at a day and less beyond, 0.4 x sqrt(24/hours), the mean of all ways weighted by
 * 1/MAE^4 of their totals at the past origins. At a past origin its own error is left out of the weights. Without
 * origins all weigh alike.
 *
 * `actuals` are what came after each past origin, `hours` the horizon.
 */
export function mixWays(ways: readonly Way[], actuals: readonly Float64Array[], hours: number): Hybrid {
  const share = EARNED_AT_A_DAY * Math.min(1, Math.sqrt(24 / hours))
  const errors = ways.map(({ paths }) => actuals.map((actual, o) => Math.abs(total(paths[o]!) - total(actual))))
  const scale = actuals.reduce((sum, actual) => sum + Math.abs(total(actual)), 0) / Math.max(1, actuals.length)
  const weigh = (leftOut: number): number[] => {
    const means = errors.map((byOrigin) => {
      const counted = byOrigin.filter((_, o) => o !== leftOut)
      return counted.reduce((sum, e) => sum + e, 0) / Math.max(1, counted.length)
    })
    // Relative to the best, so that no power overflows; a thousandth of the scale counts as no error.
    const floor = Math.max(1e-3 * scale, Math.min(...means))
    const raw = means.map((error) => (floor === 0 ? 1 : (floor / Math.max(floor, error)) ** POWER))
    const sum = raw.reduce((s, w) => s + w, 0)
    return ways.map(({ name }, w) => {
      const earned = share * (raw[w]! / sum)
      return name === 'bottom-up' ? 1 - share + earned : earned
    })
  }
  const mixAt = (origin: number, weights: readonly number[]) =>
    ways[0]!.paths[origin]!.map((_, i) => ways.reduce((sum, { paths }, w) => sum + weights[w]! * paths[origin]![i]!, 0))
  const weights = weigh(-1)
  return {
    path: mixAt(actuals.length, weights),
    pastPaths: actuals.map((_, o) => mixAt(o, weigh(o))),
    weights: Object.fromEntries(ways.map(({ name }, w) => [name, weights[w]!])),
  }
}
