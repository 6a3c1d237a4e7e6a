import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { coverage, mase, msis, owa, seasonalScale, smape } from '../../src/engine/forecast/statistics/accuracy.ts'
import { forecastSeries } from '../../src/engine/forecast/statistics/forecast-series.ts'
import { naive2, seasonalNaive } from '../../src/engine/forecast/statistics/naive.ts'
import { folderWith, rounded, type Bench } from './bench.ts'
import { owaOfR } from './m4-r.ts'

const DAY = 24
const WEEK = 168
const HORIZON = 48

function read(path: string): Map<string, number[]> {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  return new Map(
    lines.map((line) => {
      const [id, ...values] = line.split(',')
      return [id!.replaceAll('"', ''), values.filter((v) => v !== '').map(Number)]
    }),
  )
}

type Score = { smape: number; mase: number }

/**
 * The hourly series of the M4 competition: `hourly-train.csv` and `hourly-test.csv`, lines `id,v1,v2,...`, through the
 * forecast that the product makes of a series. Seasonal naive and, where it is installed, R's mstl with arima beside it.
 */
export const m4: Bench = ({ data }) => {
  const folder = folderWith('hourly-train.csv', data, 'm4')
  if (folder === undefined) return { skipped: 'no hourly-train.csv in --data' }
  const histories = read(join(folder, 'hourly-train.csv'))
  const futures = read(join(folder, 'hourly-test.csv'))
  const sums = { pool: zero(), naive2: zero(), seasonalNaive: zero(), cov80: 0, cov95: 0, msis95: 0 }
  let milliseconds = 0
  let series = 0
  for (const [id, actual] of futures) {
    const history = histories.get(id)
    if (!history) throw new Error(`Series ${id} has a future and no history`)
    const values = Float64Array.from(history)
    const started = performance.now()
    const { mean, intervals } = forecastSeries(history, { seasons: [DAY, WEEK], horizon: HORIZON })
    milliseconds += performance.now() - started
    const scale = seasonalScale(values, DAY)
    const add = (sum: Score, forecast: ArrayLike<number>) => {
      sum.smape += smape(actual, forecast)
      sum.mase += mase(actual, forecast, scale)
    }
    add(sums.pool, mean)
    add(sums.naive2, naive2(values, DAY, HORIZON))
    add(sums.seasonalNaive, seasonalNaive(values, DAY, HORIZON))
    sums.cov80 += coverage(actual, intervals[80]!.lower, intervals[80]!.upper).inside
    sums.cov95 += coverage(actual, intervals[95]!.lower, intervals[95]!.upper).inside
    sums.msis95 += msis(actual, intervals[95]!.lower, intervals[95]!.upper, 0.95, scale)
    series++
  }
  const figures = {
    owa: rounded(owa(sums.pool, sums.naive2)),
    smape: rounded(sums.pool.smape / series),
    mase: rounded(sums.pool.mase / series),
    cov80: rounded(sums.cov80 / series),
    cov95: rounded(sums.cov95 / series),
    msis95: rounded(sums.msis95 / series),
    series,
    msPerSeries: rounded(milliseconds / series, 1),
  }
  const r = owaOfR(folder, (score) =>
    owa(score, { smape: sums.naive2.smape / series, mase: sums.naive2.mase / series }),
  )
  return {
    n: series,
    figures,
    anchor: { owaSnaive: rounded(owa(sums.seasonalNaive, sums.naive2)), owaRMstlArima: r },
    pass:
      figures.owa <= 0.43 &&
      Math.abs(figures.cov80 - 0.8) <= 0.02 + NOISE &&
      Math.abs(figures.cov95 - 0.95) <= 0.01 + NOISE &&
      figures.msis95 <= 6.1,
  }
}

/** Coverage moves by this much between equally good settings. */
const NOISE = 0.003

const zero = (): Score => ({ smape: 0, mase: 0 })
