import { extendBacktest, planBacktest } from './backtest.ts'
import { candidatesFor, prepare } from './candidates.ts'
import { combine, runTrials } from './combination.ts'
import { conformalWidths, priorShare, type IntervalBasis } from './conformal.ts'

export type ForecastOptions = {
  /** Values in each season, ascending, none or up to two: [24, 168] for hours, [7] for days, [] for none. */
  seasons: readonly number[]
  /** Values to forecast. */
  horizon: number
  /** Levels of the intervals in per cent, ascending. */
  levels?: readonly number[]
  /** Rolling origins at the most. */
  origins?: number
  /** Lengths of the histories at which candidates are tried, ascending, in place of those that the length suggests. */
  cuts?: readonly number[]
}

/** Bounds per lead, and for each whether its width is the lead's own, pooled over leads, or a prior. */
export type Interval = { lower: number[]; upper: number[]; basis: IntervalBasis[] }

export type SeriesForecast = {
  mean: number[]
  /** By level in per cent; a lower level lies inside a higher one. */
  intervals: Record<number, Interval>
  /** Share of each candidate in the mean, by name, adding up to one. */
  weights: Record<string, number>
  candidates: string[]
  /** What the same combination would have forecast at earlier ends of the series, and how far off it was. */
  history: {
    /** Lengths of the histories, ascending. */
    origins: number[]
    /** Leads compared, at most the horizon. */
    horizon: number
    forecasts: number[][]
    /** Actual less forecast, per origin and lead. */
    errors: number[][]
  }
}

const LEVELS = [50, 80, 95]

/** Floor of the level that errors are measured by, as a share of the series' mean absolute value. */
const LEVEL_FLOOR = 0.05

/**
 * Forecasts one equally spaced series: a pool of small models, each tried at rolling origins, mixed by 1/MAE^2, with
 * conformal intervals from the errors that the mixture would have made.
 *
 * Pure and deterministic: multiplying the values multiplies mean and bounds. Constant series forecast the constant with
 * width 0. Throws a RangeError for an empty series, a value that is not finite (fill or drop gaps first), or senseless
 * options.
 */
export function forecastSeries(values: readonly number[], options: ForecastOptions): SeriesForecast {
  const { seasons, horizon, levels = LEVELS, origins = 10, cuts } = options
  check(values, options)
  const first = values[0]!
  if (values.length > 1 && values.every((v) => v === first)) return constant(first, horizon, levels)
  const scale = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length
  if (values.length === 1) return single(first, horizon, levels)

  const series = prepare(values, scale)
  const plan = cuts ? { cuts: [...cuts], horizon, stride: 1 } : planBacktest(values.length, horizon, seasons[0] ?? 1)
  const candidates = candidatesFor(seasons, series, plan.cuts[0] ?? values.length)
  const most = Math.max(...candidates.map(({ minLength }) => minLength))
  const extended = cuts ? plan : extendBacktest(plan, most, origins)
  const trials = runTrials(series, candidates, extended, horizon)
  const { weights, mean: mixed, pastMeans } = combine(trials)
  const mean = mixed.subarray(0, horizon)

  // Errors grow like the square root of the level: residuals are compared after dividing by it.
  const size = (level: number) => Math.sqrt(Math.max(Math.abs(level), LEVEL_FLOOR))
  const errors = pastMeans.map((past, c) => trials.actuals[c]!.map((actual, i) => actual - past[i]!))
  const residuals = errors.map((row, c) => row.map((e, i) => Math.abs(e) / size(pastMeans[c]![i]!)))
  const widths = conformalWidths(
    residuals,
    horizon,
    levels.map((level) => level / 100),
  )
  const unscaled = (scaled: Float64Array) => Array.from(scaled, (v) => v * scale)
  return {
    mean: unscaled(mean),
    intervals: Object.fromEntries(
      levels.map((level, l) => {
        const halves = widths.map((byLevel, i) => byLevel[l]!.half * size(mean[i]!))
        return [
          level,
          {
            lower: halves.map((half, i) => (mean[i]! - half) * scale),
            upper: halves.map((half, i) => (mean[i]! + half) * scale),
            basis: widths.map((byLevel) => byLevel[l]!.basis),
          },
        ]
      }),
    ),
    weights: Object.fromEntries(trials.names.map((name, i) => [name, weights[i]!])),
    candidates: trials.names,
    history: {
      origins: extended.cuts,
      horizon: extended.horizon,
      forecasts: pastMeans.map(unscaled),
      errors: errors.map(unscaled),
    },
  }
}

function check(values: readonly number[], options: ForecastOptions): void {
  const { seasons, horizon, levels = LEVELS, origins = 1, cuts = [] } = options
  if (values.length === 0) throw new RangeError('A series without values cannot be forecast')
  const bad = values.findIndex((v) => !Number.isFinite(v))
  if (bad >= 0) throw new RangeError(`Value ${bad} of the series is ${String(values[bad])}; fill or drop gaps first`)
  const ascending = (numbers: readonly number[]) => numbers.every((v, i) => i === 0 || v > numbers[i - 1]!)
  if (seasons.length > 2 || !ascending(seasons) || seasons.some((s) => !Number.isInteger(s) || s < 2))
    throw new RangeError(`Seasons are none to two whole numbers above one, ascending: ${seasons.join(', ')}`)
  if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`The horizon is a whole number: ${horizon}`)
  if (!ascending(levels) || levels.some((level) => level <= 0 || level >= 100))
    throw new RangeError(`Levels are per cent between 0 and 100, ascending: ${levels.join(', ')}`)
  if (!ascending(cuts) || cuts.some((cut) => !Number.isInteger(cut) || cut < 1 || cut >= values.length))
    throw new RangeError(`Cuts are lengths of histories within the series, ascending: ${cuts.join(', ')}`)
  if (!Number.isInteger(origins) || origins < 1) throw new RangeError(`Origins are at least one: ${origins}`)
}

/** The answer without any fit: `half(level)` wide on either side of one value. */
function flat(
  value: number,
  horizon: number,
  levels: readonly number[],
  basis: IntervalBasis,
  half: (level: number) => number,
): SeriesForecast {
  const repeat = <T>(item: T) => Array.from({ length: horizon }, () => item)
  return {
    mean: repeat(value),
    intervals: Object.fromEntries(
      levels.map((level) => [
        level,
        { lower: repeat(value - half(level)), upper: repeat(value + half(level)), basis: repeat(basis) },
      ]),
    ),
    weights: { naive: 1 },
    candidates: ['naive'],
    history: { origins: [], horizon: 0, forecasts: [], errors: [] },
  }
}

const constant = (value: number, horizon: number, levels: readonly number[]) =>
  flat(value, horizon, levels, 'pooled', () => 0)

const single = (value: number, horizon: number, levels: readonly number[]) =>
  flat(value, horizon, levels, 'prior', (level) => Math.abs(value) * priorShare(level / 100))
