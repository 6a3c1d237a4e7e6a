/** Correlation of a series with itself at lags 1..`lags`. */
function autocorrelations(values: Float64Array, lags: number): number[] {
  const count = values.length
  const mean = values.reduce((sum, v) => sum + v, 0) / count
  let variance = 0
  for (const v of values) variance += (v - mean) ** 2
  return Array.from({ length: lags }, (_, k) => {
    let sum = 0
    for (let i = k + 1; i < count; i++) sum += (values[i]! - mean) * (values[i - k - 1]! - mean)
    return variance === 0 ? 0 : sum / variance
  })
}

/**
 * Whether a season of `period` points shows: its autocorrelation is beyond 1.645 standard errors, which grow with the
 * autocorrelations of the shorter lags (the test of the M4 competition). Never with under three seasons.
 */
export function isSeasonal(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length < 3 * period) return false
  const correlations = autocorrelations(values, period)
  const shorter = correlations.slice(0, -1).reduce((sum, r) => sum + r * r, 0)
  const limit = 1.645 * Math.sqrt((1 + 2 * shorter) / values.length)
  return Math.abs(correlations[period - 1]!) > limit
}

/** Seasonal indices by the classical multiplicative decomposition, mean 1; index i belongs to position i of a season. */
export function classicalIndices(values: Float64Array, period: number): Float64Array {
  const count = values.length
  const half = Math.trunc(period / 2)
  const sums = new Float64Array(period)
  const points = new Float64Array(period)
  for (let i = half; i < count - half; i++) {
    let sum = 0
    for (let j = i - half; j <= i + half; j++) sum += values[j]!
    if (period % 2 === 0) sum -= (values[i - half]! + values[i + half]!) / 2
    const ratio = values[i]! / (sum / period)
    if (!Number.isFinite(ratio)) continue
    sums[i % period]! += ratio
    points[i % period]! += 1
  }
  const means = sums.map((sum, i) => sum / points[i]!)
  const mean = means.reduce((sum, m) => sum + m, 0) / period
  return means.map((m) => m / mean)
}

/** A series without its season, and the index to multiply lead i (0 = the next value) by. */
export type Deseasonalised = { adjusted: Float64Array; index: (lead: number) => number }

/** Divides a series by its seasonal indices when a season shows and every index is positive; else leaves it alone. */
export function deseasonalise(values: Float64Array, period: number): Deseasonalised {
  const none = { adjusted: values, index: () => 1 }
  if (!isSeasonal(values, period)) return none
  const indices = classicalIndices(values, period)
  if (!indices.every((i) => i > 1e-6)) return none
  return {
    adjusted: values.map((v, i) => v / indices[i % period]!),
    index: (lead) => indices[(values.length + lead) % period]!,
  }
}
