import { stl } from './stl.ts'

/** A series split into one seasonal part per period, trend and remainder, which add up to it. */
export type MultipleDecomposition = { seasonals: Float64Array[]; trend: Float64Array; remainder: Float64Array }

/**
 * Decomposition with several seasons: STL season by season from the shortest, twice over, each on the series without
 * the other seasons; windows 11, 15, 19 ... as in R's `mstl`.
 *
 * `periods` ascending; the series must hold more than two of the longest.
 */
export function mstl(values: Float64Array, periods: readonly number[]): MultipleDecomposition {
  const rest = values.slice()
  const seasonals: Float64Array[] = periods.map(() => new Float64Array(values.length))
  let trend: Float64Array = new Float64Array(values.length)
  const rounds = periods.length > 1 ? 2 : 1
  for (let round = 0; round < rounds; round++)
    periods.forEach((period, p) => {
      const before = seasonals[p]!
      for (let i = 0; i < rest.length; i++) rest[i]! += before[i]!
      const part = stl(rest, { period, seasonalWindow: 11 + 4 * p })
      for (let i = 0; i < rest.length; i++) rest[i]! -= part.seasonal[i]!
      seasonals[p] = part.seasonal
      trend = part.trend
    })
  return { seasonals, trend, remainder: rest.map((v, i) => v - trend[i]!) }
}

/** Carries the seasonal parts on by repeating the last season of each; element i is lead i + 1. */
export function seasonalAhead(
  { seasonals }: MultipleDecomposition,
  periods: readonly number[],
  horizon: number,
): Float64Array {
  const ahead = new Float64Array(horizon)
  periods.forEach((period, p) => {
    const seasonal = seasonals[p]!
    for (let i = 0; i < horizon; i++) ahead[i]! += seasonal[seasonal.length - period + (i % period)]!
  })
  return ahead
}
