import type { Frame, Way } from './ways.ts'

/** The mixture of the ways: what it says from now on, and would have said at each past origin. */
export type Hybrid = { path: Float64Array; pastPaths: Float64Array[]; weights: Record<string, number> }

/**
 * Shares of the mixture at a day ahead: of the mean that is weighted by past errors, and of the median of unlike ways. The
 * rest is the bottom-up's, the way that knows what runs. The first shrinks with the horizon and the second with its
 * square root: sums of the past say less about a month than lives and births do.
 */
const EARNED_AT_A_DAY = 0.15
const MEDIAN_AT_A_DAY = 0.4
/** Power of the weights 1/MAE^p of the earned share. */
const POWER = 4

const total = (path: Float64Array) => path.reduce((sum, v) => sum + v, 0)

/**
 * The bottom-up; to 0.4 x sqrt(24/hours) the median of five ways that err unlike each other (the one whose total is the
 * middle one); to 0.15 x 24/hours the mean of all ways weighted by 1/MAE^4 of their totals at the past origins. At a past
 * origin its own error is left out of the weights. Without origins all weigh alike.
 *
 * `actuals` are what came after each past origin, `hours` the horizon. Origins whose horizon is not over yet have a mixture,
 * and no say in the weights.
 */
export function mixWays(ways: readonly Way[], actuals: readonly Float64Array[], hours: number): Hybrid {
  const days = Math.max(1, hours / 24)
  const earnedShare = EARNED_AT_A_DAY / days
  const medianShare = MEDIAN_AT_A_DAY / Math.sqrt(days)
  const totals = ways.map(({ paths }) => paths.map(total))
  const steps = ways[0]!.paths.at(-1)!.length
  const actualTotals = actuals.filter(({ length }) => length === steps).map(total)
  const weightsAt = (origin: number, leftOut: number): number[] => {
    const earned = earnedWeights(totals, actualTotals, leftOut)
    const middle = middleWays(ways, totals, origin)
    return ways.map(({ name }, w) => {
      const own = earnedShare * earned[w]! + medianShare * (middle.includes(w) ? 1 / middle.length : 0)
      return name === 'bottom-up' ? 1 - earnedShare - medianShare + own : own
    })
  }
  const mixAt = (origin: number, weights: readonly number[]) => {
    const path = new Float64Array(ways[0]!.paths[origin]!.length)
    ways.forEach(({ paths }, w) => paths[origin]!.forEach((v, i) => (path[i]! += weights[w]! * v)))
    return path
  }
  const weights = weightsAt(actuals.length, -1)
  return {
    path: mixAt(actuals.length, weights),
    pastPaths: actuals.map((_, o) => mixAt(o, weightsAt(o, o))),
    weights: Object.fromEntries(ways.map(({ name }, w) => [name, weights[w]!])),
  }
}

/** Hours up to which a mixture of its own is made: what says most of three days says less of a week. */
const NEAR = 72

/**
 * The mixture of the first three days, and for the hours after them that of the whole horizon; where steps are days there
 * is one. Weights are means over the hours.
 */
export function mixByLead(
  ways: readonly Way[],
  actuals: readonly Float64Array[],
  { stepHours, horizon }: Pick<Frame, 'stepHours' | 'horizon'>,
): Hybrid {
  const ends = [...(stepHours === 1 ? [NEAR].filter((end) => end < horizon) : []), horizon]
  const path = new Float64Array(horizon)
  const pastPaths = actuals.map(() => new Float64Array(horizon))
  const weights = Object.fromEntries(ways.map(({ name }) => [name, 0]))
  let from = 0
  for (const end of ends) {
    const near = ways.map(({ name, paths }) => ({ name, paths: paths.map((each) => each.subarray(0, end)) }))
    const seen = actuals.map((actual) => actual.subarray(0, end))
    const mixed = mixWays(near, seen, end * stepHours)
    path.set(mixed.path.subarray(from), from)
    pastPaths.forEach((past, origin) => past.set(mixed.pastPaths[origin]!.subarray(from), from))
    for (const name of Object.keys(weights)) weights[name]! += (mixed.weights[name]! * (end - from)) / horizon
    from = end
  }
  return { path, pastPaths, weights }
}

/** Weights 1/MAE^4 of the ways over the past origins that are over, but for one of them. */
function earnedWeights(totals: readonly number[][], actuals: readonly number[], leftOut: number): number[] {
  const scale = actuals.reduce((sum, actual) => sum + Math.abs(actual), 0) / Math.max(1, actuals.length)
  const means = totals.map((byOrigin) => {
    const errors = actuals.map((actual, o) => (o === leftOut ? 0 : Math.abs(byOrigin[o]! - actual)))
    const counted = leftOut >= 0 && leftOut < actuals.length ? actuals.length - 1 : actuals.length
    return errors.reduce((sum, e) => sum + e, 0) / Math.max(1, counted)
  })
  // Relative to the best, so that no power overflows; a thousandth of the scale counts as no error.
  const floor = Math.max(1e-3 * scale, Math.min(...means))
  const raw = means.map((error) => (floor === 0 ? 1 : (floor / Math.max(floor, error)) ** POWER))
  const sum = raw.reduce((s, w) => s + w, 0)
  return raw.map((w) => w / sum)
}

/** Ways whose median is taken; of those with seasons of their own the one with the most. */
const UNLIKE = ['bottom-up', 'run-rate', 'last-week', 'mstl-smoothing']

/** The way with the middle total of those that are unlike each other, or the two of an even number. */
function middleWays(ways: readonly Way[], totals: readonly number[][], origin: number): number[] {
  const richest = ways.findLastIndex(({ name }) => name.startsWith('holt-winters'))
  const members = ways.flatMap(({ name }, w) => (w === richest || UNLIKE.includes(name) ? [w] : []))
  const sorted = members.sort((a, b) => totals[a]![origin]! - totals[b]![origin]!)
  const half = sorted.length / 2
  return Number.isInteger(half) ? [sorted[half - 1]!, sorted[half]!] : [sorted[Math.floor(half)]!]
}
