import { existsSync, readFileSync } from 'node:fs'
import { forecastSpend } from '../../src/engine/forecast/spend/forecast-spend.ts'
import { WEEK_HOURS } from '../../src/engine/forecast/spend-ahead.ts'
import type { SpendRecord } from '../../src/engine/forecast/spend/spend-record.ts'
import { windowHalves } from '../../src/engine/forecast/spend/window-interval.ts'
import { rounded, type Bench } from './bench.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HORIZONS = [24, 72, 168] as const
/** Days before the end of the trace in which forecasts are made, one a day at midnight, as the product keeps them. */
const LAST_DAYS = 23
const STRIDE = DAY

/** Each task that got its GPU as a resource, its kind the class of service and the size, its rate the GPUs it holds. */
function read(path: string): { records: SpendRecord[]; endsAt: number } {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const columns = header!.split(',')
  const rows = lines.map((line) => new Map(line.split(',').map((cell, i) => [columns[i]!, cell])))
  const instant = (cell: string | undefined) => (cell === undefined || cell === '' ? null : Number(cell) * 1000)
  const endsAt = Math.max(...rows.map((row) => instant(row.get('deleted_s')) ?? 0))
  const records = rows.flatMap((row): SpendRecord[] => {
    const startsAt = instant(row.get('scheduled_s'))
    if (startsAt === null) return []
    const deletedAt = instant(row.get('deleted_s'))
    const gpus = Number(row.get('num_gpu'))
    const share = gpus === 1 ? Number(row.get('gpu_milli')) / 1000 : 1
    const size = gpus > 1 ? 'several' : share < 1 ? 'share' : 'one'
    return [
      {
        resource: row.get('task')!,
        kind: `${row.get('qos')!}, ${size}`,
        currency: 'GPU',
        startsAt,
        // What ends with the trace was cut off by it.
        endsAt: deletedAt === null || deletedAt >= endsAt ? null : deletedAt,
        ratePerHour: gpus * share,
      },
    ]
  })
  return { records, endsAt }
}

const spent = (records: readonly SpendRecord[], from: number, to: number) =>
  records.reduce((sum, { startsAt, endsAt, ratePerHour }) => {
    const ms = Math.min(endsAt ?? Infinity, to) - Math.max(startsAt, from)
    return sum + (ms > 0 ? (ms / HOUR) * ratePerHour : 0)
  }, 0)

/**
 * GPU-hours of a cluster trace, forecast each midnight of its last 23 days from what was known at the moment, for
 * windows of 24, 72 and 168 hours, against what is open going on. `ratio` is the mean absolute error of the window
 * totals over that of the run rate.
 */
export const trace: Bench = ({ trace: path }) => {
  if (path === undefined || !existsSync(path)) return { skipped: 'no file in --trace' }
  const { records, endsAt } = read(path)
  const first = Math.floor(endsAt / DAY - LAST_DAYS) * DAY
  let origins = 0
  const scores = HORIZONS.map((hours) => {
    let error = 0
    let runRateError = 0
    let bias = 0
    let size = 0
    let inside = 0
    let made = 0
    for (let asOf = first; asOf + hours * HOUR <= endsAt; asOf += STRIDE) {
      const actual = spent(records, asOf, asOf + hours * HOUR)
      // As the product asks: one forecast of a week, of which shorter windows are the first hours.
      const wallet = forecastSpend({ records, asOf, horizonHours: WEEK_HOURS })[0]!
      const { total } = wallet
      const { halves } = windowHalves(wallet, total, { from: 0, to: hours })
      const { half } = halves.find(({ level }) => level === 80)!
      const forecast = total.mean.slice(0, hours).reduce((sum, v) => sum + v, 0)
      if (Math.abs(actual - forecast) <= half) inside++
      made++
      error += Math.abs(forecast - actual)
      runRateError += Math.abs(total.runRatePerHour * hours - actual)
      bias += forecast - actual
      size += actual
      origins++
    }
    return {
      ratio: rounded(error / runRateError),
      bias: rounded(bias / size),
      runRate: rounded(runRateError / size),
      covered: rounded(inside / made),
      // Windows that overlap are worth as many as lie beside each other.
      standardError: rounded(Math.sqrt((0.8 * 0.2) / (1 + ((made - 1) * 24) / Math.max(24, hours)))),
    }
  })
  const [a, b, c] = scores.map(({ ratio }) => ratio)
  return {
    n: records.length,
    figures: {
      ratio24: a!,
      ratio72: b!,
      ratio168: c!,
      bias24: scores[0]!.bias,
      bias72: scores[1]!.bias,
      bias168: scores[2]!.bias,
      origins,
    },
    anchor: Object.fromEntries(
      HORIZONS.flatMap((hours, i) => [
        [`wapeRunRate${hours}`, scores[i]!.runRate],
        [`cov80At${hours}`, scores[i]!.covered],
        [`standardError${hours}`, scores[i]!.standardError],
      ]),
    ),
    pass:
      a! <= 0.8 &&
      b! <= 0.73 &&
      c! <= 0.78 &&
      scores.every(({ covered, standardError }) => Math.abs(covered - 0.8) <= 2 * standardError),
  }
}
