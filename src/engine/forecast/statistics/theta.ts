import { simpleSmoothing } from './simple-smoothing.ts'
import { deseasonalise } from './seasonality.ts'

/** Slope of the least-squares line through the values. */
function leastSquaresSlope(values: Float64Array): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  let cross = 0
  let spread = 0
  values.forEach((value, i) => {
    cross += (i - middle) * (value - mean)
    spread += (i - middle) ** 2
  })
  return spread === 0 ? 0 : cross / spread
}

/**
 * The Theta method as simple smoothing with half the drift of the least-squares line (Hyndman and Billah 2003, R's
 * `thetaf`): lead i (from 0) is level + slope/2 x (i + (1 - (1 - alpha)^n)/alpha), on the series without its season.
 *
 * Example: 1, 2, ..., 10 has slope 1 and alpha near 1, so lead 0 is 10 + 1/2.
 */
export function theta(values: Float64Array, period: number, horizon: number): Float64Array {
  const { adjusted, index } = deseasonalise(values, period)
  const { alpha, level } = simpleSmoothing(adjusted)
  const drift = leastSquaresSlope(adjusted) / 2
  const first = (1 - (1 - alpha) ** values.length) / alpha
  return new Float64Array(horizon).map((_, i) => (level + drift * (i + first)) * index(i))
}
