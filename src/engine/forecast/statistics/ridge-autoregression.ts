/**
 * The lags that a series with these seasons is regressed on: the last six values, half a season, and the neighbourhoods
 * of one and two seasons, plus whole multiples of the shortest season up to the longest.
 *
 * Example: seasons 24 and 168 give 24 lags, the longest 336.
 */
export function lagsOf(periods: readonly number[]): number[] {
  const lags = new Set([1, 2, 3, 4, 5, 6])
  const [short, long] = [periods[0], periods.length > 1 ? periods.at(-1) : undefined]
  if (short !== undefined) {
    lags.add(Math.trunc(short / 2))
    for (const near of [-1, 0, 1]) {
      lags.add(short + near)
      lags.add(2 * short + near)
    }
  }
  if (short !== undefined && long !== undefined) {
    for (let lag = 3 * short; lag < long; lag += short) lags.add(lag)
    for (const near of [-1, 0, 1]) lags.add(long + near)
    lags.add(long + short)
    lags.add(2 * long)
  }
  return [...lags].filter((lag) => lag >= 1).sort((a, b) => a - b)
}

/** Solves the symmetric positive definite system a x = b by Cholesky; a is row-major and is overwritten. */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length
  const x = b.slice()
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!
      a[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * size + j]!
    }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * size + k]! * x[k]!
    x[i]! /= a[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= a[k * size + i]! * x[k]!
    x[i]! /= a[i * size + i]!
  }
  return x
}

/** Share of the mean diagonal that is added to it: shrinks the coefficients of lags that say the same thing. */
const RIDGE = 0.002

/**
 * Autoregression on `lags` (ascending) with an intercept and a ridge penalty, carried on lead by lead.
 *
 * `cuts` ascend, the first beyond the longest lag; one forecast per cut, made from the values before it alone: the
 * normal equations are sums over rows, so each cut adds its rows to those of the cut before.
 */
export function ridgeAutoregressionAhead(
  values: Float64Array,
  cuts: readonly number[],
  lags: readonly number[],
  horizon: number,
): Float64Array[] {
  const size = lags.length
  const longest = lags[size - 1]!
  // Sums of products around the mean of the first cut; column `size` is the value to explain, the last the intercept.
  const width = size + 2
  const origin = values.subarray(0, cuts[0]).reduce((sum, v) => sum + v, 0) / cuts[0]!
  const sums = new Float64Array(width * width)
  const row = new Float64Array(width)
  row[size + 1] = 1
  let next = longest
  return cuts.map((cut) => {
    for (; next < cut; next++) {
      for (let i = 0; i < size; i++) row[i] = values[next - lags[i]!]! - origin
      row[size] = values[next]! - origin
      for (let i = 0; i < width; i++) {
        const factor = row[i]!
        const at = i * width
        for (let j = 0; j <= i; j++) sums[at + j]! += factor * row[j]!
      }
    }
    const rows = cut - longest
    const total = (i: number) => sums[(size + 1) * width + i]!
    const product = (i: number, j: number) =>
      sums[Math.max(i, j) * width + Math.min(i, j)]! - (total(i) * total(j)) / rows
    const gram = new Float64Array(size * size)
    const target = new Float64Array(size)
    let trace = 0
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) gram[i * size + j] = product(i, j)
      trace += gram[i * size + i]!
      target[i] = product(i, size)
    }
    for (let i = 0; i < size; i++) gram[i * size + i]! += (RIDGE * trace) / size + 1e-9
    const coefficients = solve(gram, target)
    let intercept = total(size) / rows
    for (let i = 0; i < size; i++) intercept -= (coefficients[i]! * total(i)) / rows
    const path = new Float64Array(longest + horizon)
    for (let i = 0; i < longest; i++) path[i] = values[cut - longest + i]! - origin
    for (let i = longest; i < path.length; i++) {
      let sum = intercept
      for (let j = 0; j < size; j++) sum += coefficients[j]! * path[i - lags[j]!]!
      path[i] = sum
    }
    return path.subarray(longest).map((v) => v + origin)
  })
}
