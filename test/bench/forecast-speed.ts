import { forecastSeries } from '../../src/engine/forecast/statistics/forecast-series.ts'
import { calibrate, rounded, type Bench } from './bench.ts'

const DAYS = 90
const RUNS = 9
const BAR_MS = 110
const QUIET_CALIBRATION_MS = 33

/** Ninety days of hours with a day, a week, a slow trend and noise that repeats itself. */
function hourlySpend(): number[] {
  let state = 12345
  const noise = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  return Array.from({ length: 24 * DAYS }, (_, hour) => {
    const day = Math.sin((2 * Math.PI * hour) / 24)
    const week = Math.sin((2 * Math.PI * hour) / 168)
    return 50 + 20 * day + 10 * week + 0.002 * hour + 5 * noise()
  })
}

/**
 * One series of 90 days by the hour, 168 hours ahead, with its whole backtest and intervals: the median of nine runs
 * after two to warm up, each beside a calibration of the same moment. The bar is 110 ms on a quiet machine, where the
 * calibration takes 33; on a busy one the ratio decides.
 */
export const forecastSpeed: Bench = () => {
  const values = hourlySpend()
  const runs = Array.from({ length: RUNS + 2 }, () => {
    const calibrationMs = calibrate()
    const started = performance.now()
    forecastSeries(values, { seasons: [24, 168], horizon: 168 })
    const ms = performance.now() - started
    return { ms, ratio: ms / calibrationMs }
  }).slice(2)
  const median = (figures: number[]) => figures.sort((a, b) => a - b)[Math.trunc(figures.length / 2)]!
  const msPerForecast = median(runs.map(({ ms }) => ms))
  const ratioPerForecast = median(runs.map(({ ratio }) => ratio))
  return {
    n: RUNS,
    figures: {
      msPerForecast: rounded(msPerForecast, 1),
      ratioPerForecast: rounded(ratioPerForecast, 3),
      values: values.length,
      horizon: 168,
    },
    anchor: { barMs: BAR_MS },
    pass: msPerForecast <= BAR_MS || ratioPerForecast <= BAR_MS / QUIET_CALIBRATION_MS,
  }
}
