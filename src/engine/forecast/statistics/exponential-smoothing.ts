import { nelderMead } from './nelder-mead.ts'

/** A level that follows the series; every lead has the same forecast. */
export type SimpleSmoothing = { alpha: number; level: number; squaredError: number }

const ALPHA_LOW = 1e-4
const ALPHA_HIGH = 0.9999

/**
 * Squared error and last level of simple smoothing at one alpha with the best initial level.
 *
 * The error at time t is e0_t - (1 - alpha)^t x l0 with e0 the errors from an initial level of nought, so the best l0 is
 * a regression through the origin: no search needed.
 */
function smoothAt(values: Float64Array, alpha: number): SimpleSmoothing {
  let level = 0
  let decay = 1
  let cross = 0
  let decays = 0
  let squares = 0
  for (const value of values) {
    const error = value - level
    cross += error * decay
    decays += decay * decay
    squares += error * error
    level += alpha * error
    decay *= 1 - alpha
  }
  const initial = cross / decays
  return { alpha, level: level + decay * initial, squaredError: Math.max(0, squares - cross * initial) }
}

/**
 * Simple exponential smoothing; alpha in [0.0001, 0.9999] and initial level minimise the squared one-step error (as R's
 * `ses`): the best of a grid, then golden sections.
 */
export function simpleSmoothing(values: Float64Array): SimpleSmoothing {
  // Around the mean, so that squares - cross x initial does not cancel on a series far from nought.
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const centred = values.map((v) => v - mean)
  const grid = [
    ALPHA_LOW,
    0.003,
    0.01,
    0.03,
    0.06,
    0.1,
    0.16,
    0.24,
    0.33,
    0.43,
    0.53,
    0.63,
    0.73,
    0.83,
    0.92,
    ALPHA_HIGH,
  ]
  const tried = grid.map((alpha) => smoothAt(centred, alpha))
  const best = tried.reduce((b, t, i) => (t.squaredError < tried[b]!.squaredError ? i : b), 0)
  let low = grid[Math.max(0, best - 1)]!
  let high = grid[Math.min(grid.length - 1, best + 1)]!
  const golden = (Math.sqrt(5) - 1) / 2
  let left = smoothAt(centred, high - golden * (high - low))
  let right = smoothAt(centred, low + golden * (high - low))
  while (high - low > 1e-7) {
    if (left.squaredError <= right.squaredError) {
      high = right.alpha
      right = left
      left = smoothAt(centred, high - golden * (high - low))
    } else {
      low = left.alpha
      left = right
      right = smoothAt(centred, low + golden * (high - low))
    }
  }
  const found = [tried[best]!, left, right].reduce((b, t) => (t.squaredError < b.squaredError ? t : b))
  return { ...found, level: found.level + mean }
}

/** A level and a slope that follow the series; the slope is multiplied by `damping` at each lead (1: Holt's line). */
export type TrendSmoothing = {
  alpha: number
  beta: number
  damping: number
  level: number
  slope: number
  squaredError: number
}

/** Level and slope of the least-squares line through the first values, at the place before the first. */
function firstLine(values: Float64Array): { level: number; slope: number } {
  const count = Math.min(10, values.length)
  const middle = (count + 1) / 2
  let mean = 0
  for (let i = 0; i < count; i++) mean += values[i]! / count
  let cross = 0
  let spread = 0
  for (let i = 0; i < count; i++) {
    cross += (i + 1 - middle) * (values[i]! - mean)
    spread += (i + 1 - middle) ** 2
  }
  const slope = spread === 0 ? 0 : cross / spread
  return { level: mean - slope * middle, slope }
}

/**
 * Exponential smoothing with a trend, damped by a factor between 0.8 and 0.98 or not at all; alpha, beta <= alpha and
 * the damping minimise the squared one-step error. Needs four values.
 */
export function trendSmoothing(values: Float64Array, { damped }: { damped: boolean }): TrendSmoothing {
  const initial = firstLine(values)
  const run = (alpha: number, ratio: number, damping: number): TrendSmoothing => {
    let { level, slope } = initial
    let squaredError = 0
    for (const value of values) {
      const expected = level + damping * slope
      const error = value - expected
      squaredError += error * error
      level = expected + alpha * error
      slope = damping * slope + alpha * ratio * error
    }
    return { alpha, beta: alpha * ratio, damping, level, slope, squaredError }
  }
  const unit = [ALPHA_LOW, ALPHA_HIGH] as const
  const bounds = damped ? ([unit, unit, [0.8, 0.98]] as const) : ([unit, unit] as const)
  const { point } = nelderMead(
    ([alpha, ratio, damping]) => run(alpha!, ratio!, damping ?? 1).squaredError,
    damped ? [0.3, 0.05, 0.95] : [0.3, 0.05],
    bounds,
    { evaluations: 120 },
  )
  return run(point[0]!, point[1]!, point[2] ?? 1)
}

/** Forecasts of a trend: level + (damping + damping^2 + ...) x slope. */
export function trendAhead({ level, slope, damping }: TrendSmoothing, horizon: number): Float64Array {
  let factor = 0
  let power = 1
  return new Float64Array(horizon).map(() => {
    power *= damping
    factor += power
    return level + factor * slope
  })
}

/**
 * Simple or damped smoothing, whichever has the lesser corrected Akaike criterion
 * n ln(squared error / n) + 2k + 2k(k + 1)/(n - k - 1), k = 3 or 6 parameters with the initial states.
 */
export function smoothingAhead(values: Float64Array, horizon: number): Float64Array {
  const simple = simpleSmoothing(values)
  const count = values.length
  const flat = new Float64Array(horizon).fill(simple.level)
  if (count < 10) return flat
  const criterion = (squaredError: number, k: number) =>
    count * Math.log(Math.max(squaredError, Number.MIN_VALUE) / count) + 2 * k + (2 * k * (k + 1)) / (count - k - 1)
  const damped = trendSmoothing(values, { damped: true })
  return criterion(simple.squaredError, 3) <= criterion(damped.squaredError, 6) ? flat : trendAhead(damped, horizon)
}
