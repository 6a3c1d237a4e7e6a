import { simplexSearch } from './simplex-search.ts'

/** A level that follows the series; every lead has the same forecast. */
export type SimpleSmoothing = { alpha: number; level: number; squaredError: number }

const ALPHA_LOW = 1e-4
const ALPHA_HIGH = 0.9999
/** Where the search begins: a fifth of the way between the bounds. */
const ALPHA_START = ALPHA_LOW + 0.2 * (ALPHA_HIGH - ALPHA_LOW)
/** Values whose mean is the level that the search begins with. */
const LEVEL_VALUES = 10
/** Series up to this length say too little about two parameters: their level begins at the first value. */
const SHORT = 6

function smoothFrom(values: Float64Array, alpha: number, initial: number): SimpleSmoothing {
  let level = initial
  let squaredError = 0
  for (const value of values) {
    const error = value - level
    squaredError += error * error
    level += alpha * error
  }
  return { alpha, level, squaredError }
}

/**
 * Simple exponential smoothing: alpha in [0.0001, 0.9999] and the initial level together minimise the mean squared
 * one-step error (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 8.1), searched for as R's `ses` does
 * it, from alpha 0.2 and the mean of the first ten values, so that the answers are the same. On a series with many
 * noughts that is not always the least error there is: there the search ends at a level that hardly moves, which
 * forecasts no worse. Up to six values begin at the first one, and alpha alone is searched for, in [0, 1].
 *
 * Example: 5, 5, 5 has level 5; 1, 2, ..., 10 has alpha 0.9999 and a level near 10.
 */
export function simpleSmoothing(values: Float64Array): SimpleSmoothing {
  const count = values.length
  if (count <= SHORT) {
    const [first] = values
    const { point } = simplexSearch(
      ([alpha]) => (alpha! < 0 || alpha! > 1 ? Infinity : smoothFrom(values, alpha!, first!).squaredError),
      [0.2],
      { evaluations: 200, tolerance: 1e-12 },
    )
    return smoothFrom(values, point[0]!, first!)
  }
  const start = values.subarray(0, LEVEL_VALUES).reduce((sum, v) => sum + v, 0) / Math.min(count, LEVEL_VALUES)
  const { point } = simplexSearch(
    ([alpha, initial]) =>
      alpha! < ALPHA_LOW || alpha! > ALPHA_HIGH ? Infinity : smoothFrom(values, alpha!, initial!).squaredError / count,
    [ALPHA_START, start],
    { evaluations: 2000 },
  )
  return smoothFrom(values, point[0]!, point[1]!)
}
