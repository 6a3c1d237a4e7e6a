import { smoothingAhead } from './exponential-smoothing.ts'
import { holtWintersAhead } from './holt-winters.ts'
import { mstl, seasonalAhead } from './mstl.ts'
import { naive, seasonalNaive } from './naive.ts'
import { lagsOf, ridgeAutoregressionAhead } from './ridge-autoregression.ts'
import { theta } from './theta.ts'

/** A series at rest: its values at scale one and, where every value is safely positive, their logarithms. */
export type PreparedSeries = { values: Float64Array; logarithms: Float64Array | null }

/** One way to forecast. */
export type Candidate = {
  readonly name: string
  /**
   * Values that the shortest history it ever sees must hold. Checked against the earliest backtest, never against the
   * whole series: a candidate richer in the final fit than in its backtests would get weights and intervals it did not
   * earn (measured: 80 % bands that hold 61 % of the time).
   */
  readonly minLength: number
  /**
   * Forecasts at ascending cuts, each from the values before its cut alone. All cuts come in one call because fits of
   * neighbouring cuts share work.
   */
  readonly ahead: (series: PreparedSeries, cuts: readonly number[], horizon: number) => Float64Array[]
}

/** Smallest value, as a share of the mean, from which on logarithms are taken: below, they magnify noise near nought. */
const LOGARITHM_FLOOR = 0.01

/** Divides by `scale`; takes logarithms when the smallest value is at least a hundredth of the mean. */
export function prepare(values: readonly number[], scale: number): PreparedSeries {
  const scaled = Float64Array.from(values, (v) => v / scale)
  const mean = scaled.reduce((sum, v) => sum + v, 0) / scaled.length
  const positive = mean > 0 && scaled.every((v) => v >= LOGARITHM_FLOOR * mean)
  return { values: scaled, logarithms: positive ? scaled.map((v) => Math.log(v)) : null }
}

/** A forecaster of one history at a time, as one of many cuts. */
const perCut =
  (forecast: (past: Float64Array, horizon: number) => Float64Array): Candidate['ahead'] =>
  ({ values }, cuts, horizon) =>
    cuts.map((cut) => forecast(values.subarray(0, cut), horizon))

type OnValues = (values: Float64Array, cuts: readonly number[], horizon: number) => Float64Array[]

/** On logarithms and back where there are any: errors are then relative, seasons multiply. */
const relative =
  (ahead: OnValues): Candidate['ahead'] =>
  ({ values, logarithms }, cuts, horizon) =>
    logarithms
      ? ahead(logarithms, cuts, horizon).map((forecast) => forecast.map((v) => Math.exp(v)))
      : ahead(values, cuts, horizon)

const absolute =
  (ahead: OnValues): Candidate['ahead'] =>
  ({ values }, cuts, horizon) =>
    ahead(values, cuts, horizon)

/**
 * Forecasts the series without its seasons and adds the last seasons again. The decomposition of a history is kept for
 * the next candidate that asks for the same one.
 */
function decomposed(periods: readonly number[]) {
  const known = new WeakMap<Float64Array, Map<number, { adjusted: Float64Array; ahead: Float64Array }>>()
  const split = (values: Float64Array, cut: number, horizon: number) => {
    const byCut = known.get(values) ?? new Map<number, { adjusted: Float64Array; ahead: Float64Array }>()
    known.set(values, byCut)
    let parts = byCut.get(cut)
    if (!parts) {
      const past = values.subarray(0, cut)
      const decomposition = mstl(past, periods)
      const adjusted = decomposition.trend.map((v, i) => v + decomposition.remainder[i]!)
      parts = { adjusted, ahead: seasonalAhead(decomposition, periods, horizon) }
      byCut.set(cut, parts)
    }
    return parts
  }
  return (forecast: (adjusted: Float64Array, horizon: number) => Float64Array): OnValues =>
    (values, cuts, horizon) =>
      cuts.map((cut) => {
        const { adjusted, ahead } = split(values, cut, horizon)
        return forecast(adjusted, horizon).map((v, i) => v + ahead[i]!)
      })
}

/** Rows that an autoregression is fitted on at least. */
const ROWS = 24

/**
 * The candidates for a series with these seasons (ascending, 0 to 2 of them) whose earliest backtest sees `earliest`
 * values. Decompositions and autoregressions take all the seasons that fit into it, and no others beside.
 */
export function candidatesFor(
  seasons: readonly number[],
  { logarithms }: PreparedSeries,
  earliest: number,
): Candidate[] {
  const usable = seasons.filter((season) => twoSeasons(season) <= earliest)
  const candidates: Candidate[] = [
    { name: 'naive', minLength: 1, ahead: perCut(naive) },
    { name: 'theta', minLength: 4, ahead: perCut((past, horizon) => theta(past, seasons[0] ?? 1, horizon)) },
  ]
  for (const season of seasons)
    candidates.push({
      name: `seasonal-naive-${season}`,
      minLength: season,
      ahead: perCut((past, horizon) => seasonalNaive(past, season, horizon)),
    })
  if (usable.length === 0) {
    candidates.push({ name: 'smoothing', minLength: 10, ahead: perCut(smoothingAhead) })
    candidates.push(autoregression('autoregression', [], absolute))
  } else {
    usable.forEach((_, i) => candidates.push(holtWinters(usable.slice(0, i + 1))))
    candidates.push(...seasonal(usable, logarithms !== null))
  }
  return candidates.filter((candidate) => candidate.minLength <= earliest)
}

const twoSeasons = (season: number) => 2 * season + 1

function holtWinters(periods: readonly number[]): Candidate {
  return {
    name: `holt-winters-${periods.join('-')}`,
    minLength: twoSeasons(periods.at(-1)!),
    ahead: relative((values, cuts, horizon) => holtWintersAhead(values, cuts, periods, horizon)),
  }
}

function autoregression(
  name: string,
  periods: readonly number[],
  on: (ahead: OnValues) => Candidate['ahead'],
): Candidate {
  const lags = lagsOf(periods)
  return {
    name,
    minLength: lags.at(-1)! + ROWS,
    ahead: on((values, cuts, horizon) => ridgeAutoregressionAhead(values, cuts, lags, horizon)),
  }
}

/** Decompositions and autoregressions; without logarithms the relative ones would repeat the absolute ones. */
function seasonal(periods: readonly number[], relativeToo: boolean): Candidate[] {
  const needed = twoSeasons(periods.at(-1)!)
  const shortLags = lagsOf(periods.slice(0, 1)).filter((lag) => lag <= periods[0]! + 1)
  const withoutSeason = decomposed(periods)
  const smoothed = withoutSeason(smoothingAhead)
  const regressed = withoutSeason(
    (adjusted, horizon) => ridgeAutoregressionAhead(adjusted, [adjusted.length], shortLags, horizon)[0]!,
  )
  const candidates: Candidate[] = [
    { name: 'mstl-smoothing', minLength: needed, ahead: relative(smoothed) },
    { name: 'mstl-autoregression', minLength: needed + ROWS, ahead: absolute(regressed) },
    autoregression('autoregression', periods, absolute),
  ]
  if (relativeToo)
    candidates.push(
      { name: 'mstl-autoregression-log', minLength: needed + ROWS, ahead: relative(regressed) },
      autoregression('autoregression-log', periods, relative),
    )
  return candidates
}
