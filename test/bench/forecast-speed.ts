import { bottomUpOf } from '../../src/engine/forecast/spend/bottom-up.ts'
import { forecastSpend } from '../../src/engine/forecast/spend/forecast-spend.ts'
import { kindHistory } from '../../src/engine/forecast/spend/lives.ts'
import { stretchesOf, type SpendRecord } from '../../src/engine/forecast/spend/spend-record.ts'
import { forecastSeries } from '../../src/engine/forecast/statistics/forecast-series.ts'
import { calibrate, rounded, type Bench } from './bench.ts'

const DAYS = 90
const RUNS = 9
const BAR_MS = 110
const BAR_WALLET_MS = 500
const BAR_BOTTOM_UP_MS = 1000
const BAR_GROWTH_MB = 300
const QUIET_CALIBRATION_MS = 33
const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 28)

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

/** A wallet of five kinds over 90 days: what runs on, what scales, what works by day, jobs, storage. */
function fiveKinds(): SpendRecord[] {
  const since = NOW - DAYS * DAY
  const of = (
    kind: string,
    name: string,
    startsAt: number,
    endsAt: number | null,
    ratePerHour: number,
  ): SpendRecord => ({
    resource: `${kind} ${name}`,
    kind,
    currency: 'USD',
    startsAt,
    endsAt,
    ratePerHour,
  })
  const days = Array.from({ length: DAYS }, (_, day) => since + day * DAY)
  const some = (count: number) => Array.from({ length: count }, (_, i) => i)
  return [
    ...some(30).map((i) => of('service', String(i), since + i * DAY, null, 2 + (i % 5))),
    ...some(30).map((i) => of('storage', String(i), since + i * DAY, null, 0.1)),
    ...days.flatMap((day, d) =>
      some(10).map((i) => of('scaled', `${d} ${i}`, day + i * HOUR, day + (12 + ((d + i) % 6)) * HOUR, 3)),
    ),
    ...days.flatMap((day, d) =>
      d % 7 > 4 ? [] : some(20).map((i) => of('dev', String(i), day + 8 * HOUR, day + (16 + (i % 4)) * HOUR, 1)),
    ),
    ...days.flatMap((day, d) =>
      some(4).map((i) => of('job', `${d} ${i}`, day + i * 5 * HOUR, day + (i * 5 + 3 + ((d * 7 + i) % 30)) * HOUR, 8)),
    ),
  ]
}

/** 5,000 machines over 180 days: a third run on, a third work by day, a third came and went. */
function fiveThousand(): SpendRecord[] {
  const since = NOW - 180 * DAY
  return Array.from({ length: 5000 }, (_, i): SpendRecord[] => {
    const bornAt = since + ((i * 37) % 170) * DAY + (i % 24) * HOUR
    const of = (startsAt: number, endsAt: number | null) => ({
      resource: String(i),
      kind: 'machine',
      currency: 'USD',
      startsAt,
      endsAt,
      ratePerHour: 1 + (i % 7),
    })
    if (i % 3 === 0) return [of(bornAt, null)]
    if (i % 3 === 1) return [of(bornAt, bornAt + (1 + (i % 60)) * 6 * HOUR)]
    return Array.from({ length: Math.floor((NOW - bornAt) / DAY) }, (_, day) =>
      of(bornAt + day * DAY, bornAt + day * DAY + (8 + (i % 4)) * HOUR),
    )
  }).flat()
}

/**
 * One series of 90 days by the hour, 168 hours ahead, with its whole backtest and intervals, after two to warm up; a
 * wallet of five kinds over the same; and what 5,000 machines of 180 days alone say of the next 90 days, with the memory
 * that it takes. Medians, each beside a calibration of the same moment. The bars are of a quiet machine, where the
 * calibration takes 33 ms; on a busy one the ratio decides.
 */
export const forecastSpeed: Bench = () => {
  const values = hourlySpend()
  const series = timed(RUNS, () => forecastSeries(values, { seasons: [24, 168], horizon: 168 }))
  const records = fiveKinds()
  const wallet = timed(5, () => forecastSpend({ records, asOf: NOW, horizonHours: 168 }))
  const stretches = stretchesOf(fiveThousand(), NOW - 180 * DAY)
  const before = process.memoryUsage().rss
  const machines = timed(3, () => bottomUpOf(kindHistory(stretches), 90 * 24, 0).at(180 * 24))
  const growthMb = (process.memoryUsage().rss - before) / 1e6
  return {
    n: RUNS,
    figures: {
      msPerForecast: rounded(series.ms, 1),
      ratioPerForecast: rounded(series.ratio, 3),
      values: values.length,
      horizon: 168,
      msWallet: rounded(wallet.ms, 1),
      ratioWallet: rounded(wallet.ratio, 2),
      msBottomUp: rounded(machines.ms, 1),
      ratioBottomUp: rounded(machines.ratio, 2),
      growthMb: rounded(growthMb, 0),
    },
    anchor: { barMs: BAR_MS, barWalletMs: BAR_WALLET_MS, barBottomUpMs: BAR_BOTTOM_UP_MS },
    pass:
      isWithin(series, BAR_MS) &&
      isWithin(wallet, BAR_WALLET_MS) &&
      isWithin(machines, BAR_BOTTOM_UP_MS) &&
      growthMb <= BAR_GROWTH_MB,
  }
}

interface Timed {
  readonly ms: number
  readonly ratio: number
}

function timed(runs: number, work: () => unknown): Timed {
  const all = Array.from({ length: runs + 2 }, () => {
    const calibrationMs = calibrate()
    const started = performance.now()
    work()
    const ms = performance.now() - started
    return { ms, ratio: ms / calibrationMs }
  }).slice(2)
  const median = (figures: number[]) => figures.sort((a, b) => a - b)[Math.trunc(figures.length / 2)]!
  return { ms: median(all.map(({ ms }) => ms)), ratio: median(all.map(({ ratio }) => ratio)) }
}

const isWithin = ({ ms, ratio }: Timed, barMs: number) => ms <= barMs || ratio <= barMs / QUIET_CALIBRATION_MS
