import { nelderMead } from './nelder-mead.ts'
import { simpleSmoothing } from './simple-smoothing.ts'

const ALPHA_LOW = 1e-4
const ALPHA_HIGH = 0.9999

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
