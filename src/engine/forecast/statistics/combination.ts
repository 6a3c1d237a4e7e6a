import type { Candidate, PreparedSeries } from './candidates.ts'
import type { BacktestPlan } from './backtest.ts'

/** What each candidate forecast at each cut and, last, at the end of the series. */
export type Trials = { names: string[]; forecasts: Float64Array[][]; actuals: Float64Array[]; plan: BacktestPlan }

/**
 * Runs every candidate at every cut of the plan and at the end.
 *
 * Throws a RangeError when a candidate needs more than the earliest cut holds: that is the rule of `Candidate.minLength`.
 * Forecasts are kept within the range that the history before the cut has seen, widened by its width on either side
 * (and not below nought when it never was): a regression that runs away is cut short, at every cut alike.
 */
export function runTrials(
  series: PreparedSeries,
  candidates: readonly Candidate[],
  plan: BacktestPlan,
  horizon: number,
): Trials {
  const { values } = series
  const earliest = plan.cuts[0] ?? values.length
  for (const { name, minLength } of candidates)
    if (minLength > earliest)
      throw new RangeError(`${name} needs ${minLength} values; its earliest backtest has ${earliest}`)
  const ends = [...plan.cuts, values.length]
  const ranges = ends.map((end) => rangeOf(values.subarray(0, end)))
  const leads = plan.cuts.length === 0 ? horizon : Math.max(horizon, plan.horizon)
  const forecasts = candidates.map((candidate) =>
    candidate
      .ahead(series, ends, leads)
      .map((forecast, c) => forecast.map((v) => Math.min(ranges[c]!.high, Math.max(ranges[c]!.low, v)))),
  )
  const actuals = plan.cuts.map((cut) => values.subarray(cut, cut + plan.horizon))
  return { names: candidates.map(({ name }) => name), forecasts, actuals, plan }
}

function rangeOf(past: Float64Array): { low: number; high: number } {
  let low = past[0]!
  let high = past[0]!
  for (const v of past) {
    if (v < low) low = v
    if (v > high) high = v
  }
  const width = high - low
  return { low: low >= 0 ? Math.max(0, low - width) : low - width, high: high + width }
}

/** Power of the weights 1/MAE^p. */
const POWER = 2

/**
 * Weights 1/MAE^2 of the candidates over the cuts that `counts` admits, adding up to one; equal when none is admitted.
 * An error of nought counts as a billionth of the series' scale (one), so that exact candidates share the weight.
 */
function weigh(trials: Trials, counts: (cut: number) => boolean): Float64Array {
  const raw = Float64Array.from(trials.forecasts, (byCut) => {
    let error = 0
    let points = 0
    trials.plan.cuts.forEach((cut, c) => {
      if (!counts(cut)) return
      const actuals = trials.actuals[c]!
      actuals.forEach((actual, i) => (error += Math.abs(actual - byCut[c]![i]!)))
      points += actuals.length
    })
    return points === 0 ? 1 : 1 / (error / points + 1e-9) ** POWER
  })
  const sum = raw.reduce((total, w) => total + w, 0)
  return raw.map((w) => w / sum)
}

/** The weighted mean of the candidates' forecasts at one end (cuts first, the end of the series last). */
function mix({ forecasts }: Trials, weights: Float64Array, end: number): Float64Array {
  const mean = new Float64Array(forecasts[0]![end]!.length)
  forecasts.forEach((byEnd, c) => byEnd[end]!.forEach((v, i) => (mean[i]! += weights[c]! * v)))
  return mean
}

/** The combined forecast, the weights behind it, and what the combination would have said at each cut. */
export type Combination = { weights: Float64Array; mean: Float64Array; pastMeans: Float64Array[] }

/**
 * Combines the trials. The combination at a cut is weighted by the other cuts, those whose compared values overlap with
 * its own left out: with its own errors in the weights its residuals would be too small.
 */
export function combine(trials: Trials): Combination {
  const { cuts, horizon } = trials.plan
  const weights = weigh(trials, () => true)
  const pastMeans = cuts.map((cut, c) =>
    mix(
      trials,
      weigh(trials, (other) => Math.abs(other - cut) >= horizon),
      c,
    ).subarray(0, horizon),
  )
  return { weights, mean: mix(trials, weights, cuts.length), pastMeans }
}
