import { deseasonalise } from './seasonality.ts'

/** The last value, carried on. */
export function naive(values: Float64Array, horizon: number): Float64Array {
  return new Float64Array(horizon).fill(values[values.length - 1]!)
}

/** The last season, repeated; `values` must hold at least one. */
export function seasonalNaive(values: Float64Array, period: number, horizon: number): Float64Array {
  const start = values.length - period
  return new Float64Array(horizon).map((_, i) => values[start + (i % period)]!)
}

/**
 * Naive2, the benchmark of the M competitions: the naive forecast of the series without its season (if a test finds
 * one), times the seasonal index.
 */
export function naive2(values: Float64Array, period: number, horizon: number): Float64Array {
  const { adjusted, index } = deseasonalise(values, period)
  return naive(adjusted, horizon).map((level, i) => level * index(i))
}
