import { Loess } from './loess.ts'

/** A series split so that seasonal + trend + remainder is the series. */
export type Decomposition = { seasonal: Float64Array; trend: Float64Array; remainder: Float64Array }

export type StlOptions = {
  /** Points in one season. */
  period: number
  /** Seasons that the seasonal smoother spans (odd, 7 or more), or 'periodic' for one shape all along. */
  seasonalWindow: number | 'periodic'
  /** Whether outliers are weighted down (15 outer and 1 inner pass instead of 0 and 2). */
  robust?: boolean
}

const nextOdd = (value: number) => {
  const whole = Math.round(value)
  return whole % 2 === 0 ? whole + 1 : whole
}

/** Running means of `length` points into another array; returns how many there are. */
function runningMean(from: Float64Array, count: number, length: number, into: Float64Array): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += from[i]!
  into[0] = sum / length
  for (let i = length; i < count; i++) {
    sum += from[i]! - from[i - length]!
    into[i - length + 1] = sum / length
  }
  return count - length + 1
}

/** Bisquare weights of the residuals: 0 from six times their median on. */
function bisquare(residuals: Float64Array): Float64Array {
  const count = residuals.length
  const sorted = residuals.slice().sort()
  const limit = 3 * (sorted[Math.trunc(count / 2)]! + sorted[count - Math.trunc(count / 2) - 1]!)
  return residuals.map((r) => (r <= 0.001 * limit ? 1 : r <= 0.999 * limit ? (1 - (r / limit) ** 2) ** 2 : 0))
}

/**
 * Seasonal-trend decomposition by loess (Cleveland et al. 1990) with the defaults of R's `stl`: seasonal degree 0,
 * trend and low-pass degree 1, jumps of a tenth of each window.
 *
 * Needs two full seasons; throws a RangeError otherwise. Equal to R to rounding (test/golden/r-forecast).
 */
export function stl(values: Float64Array, { period, seasonalWindow, robust = false }: StlOptions): Decomposition {
  const count = values.length
  if (period < 2 || count <= 2 * period)
    throw new RangeError(`STL needs more than two seasons: ${count} values at a period of ${period}`)
  const periodic = seasonalWindow === 'periodic'
  const window = periodic ? 10 * count + 1 : Math.max(3, nextOdd(seasonalWindow))
  const trendWindow = nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / window)))
  const lowWindow = nextOdd(period)
  const smoother = (points: number, width: number, degree: 0 | 1) =>
    new Loess(points, { window: width, degree, jump: Math.ceil(width / 10) })
  const shorter = Math.trunc(count / period)
  const subseries = [smoother(shorter, window, 0), smoother(shorter + 1, window, 0)] as const
  const lowPass = smoother(count, lowWindow, 1)
  const trendSmoother = smoother(count, trendWindow, 1)

  const seasonal = new Float64Array(count)
  const trend = new Float64Array(count)
  const work = new Float64Array(count)
  const cycles = new Float64Array(count + 2 * period)
  const means = new Float64Array(count + 2 * period)
  const again = new Float64Array(count + 2 * period)
  const low = new Float64Array(count)
  let robustness: Float64Array | null = null

  /** Smooths each phase of the season along the seasons, with one season more at either end. */
  const smoothCycles = () => {
    for (let phase = 0; phase < period; phase++) {
      const points = Math.trunc((count - phase - 1) / period) + 1
      const loess = subseries[points === shorter ? 0 : 1]
      const y = new Float64Array(points)
      for (let i = 0; i < points; i++) y[i] = work[i * period + phase]!
      let weights: Float64Array | null = null
      if (robustness) {
        weights = new Float64Array(points)
        for (let i = 0; i < points; i++) weights[i] = robustness[i * period + phase]!
      }
      const out = new Float64Array(points + 2)
      loess.smooth(y, out, 1, weights)
      out[0] = loess.at(y, -1, 0, Math.min(window, points) - 1, weights, out[1]!)
      out[points + 1] = loess.at(y, points, Math.max(0, points - window), points - 1, weights, out[points]!)
      for (let i = 0; i < points + 2; i++) cycles[i * period + phase] = out[i]!
    }
  }

  const outer = robust ? 15 : 0
  const inner = robust ? 1 : 2
  for (let pass = 0; pass <= outer; pass++) {
    for (let step = 0; step < inner; step++) {
      for (let i = 0; i < count; i++) work[i] = values[i]! - trend[i]!
      smoothCycles()
      let left = runningMean(cycles, count + 2 * period, period, means)
      left = runningMean(means, left, period, again)
      runningMean(again, left, 3, means)
      lowPass.smooth(means, low, 0, null)
      for (let i = 0; i < count; i++) {
        seasonal[i] = cycles[period + i]! - low[i]!
        work[i] = values[i]! - seasonal[i]!
      }
      trendSmoother.smooth(work, trend, 0, robustness)
    }
    if (pass < outer) robustness = bisquare(values.map((v, i) => Math.abs(v - trend[i]! - seasonal[i]!)))
  }
  if (periodic) averagePhases(seasonal, period)
  return { seasonal, trend, remainder: values.map((v, i) => v - trend[i]! - seasonal[i]!) }
}

function averagePhases(seasonal: Float64Array, period: number): void {
  for (let phase = 0; phase < period; phase++) {
    let sum = 0
    let points = 0
    for (let i = phase; i < seasonal.length; i += period, points++) sum += seasonal[i]!
    for (let i = phase; i < seasonal.length; i += period) seasonal[i] = sum / points
  }
}
