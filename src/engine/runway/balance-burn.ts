import { mulDiv } from '../money.ts'
import { HOUR_MS, type Instant, type Interval } from '../time.ts'
import type { SpendPoint } from './runway.ts'

/** What a wallet held at a moment. */
export interface BalanceReading {
  readonly at: Instant
  readonly balancePicos: bigint
}

/** How fast a wallet falls, told by its balance alone. */
export interface BalanceBurn {
  readonly perHourPicos: bigint
  /** The time that was looked at: without stretches in which the balance rose, for what was spent in them is not known. */
  readonly watchedMs: number
  readonly since: Instant
  /** What will have been spent since the last reading. */
  readonly path: readonly SpendPoint[]
  /** Too little was watched to know how much the rate varies. */
  readonly early: boolean
}

const DAY_MS = 24 * HOUR_MS
/** What was spent before it tells little of now. */
const WATCHED_MS = 7 * DAY_MS
const LEAST_WATCHED_MS = HOUR_MS / 2
/** The normal quantile at 0.9. */
const Z90 = 1.2815515594
const FEW_BLOCKS = 4

/**
 * The burn rate of the last week: what the balance fell by, over the time in which it did not rise. The band is what the
 * rates of its hours (of its days, where it is longer than two) vary, both as an error of their mean and for the time to
 * come; half of the rate to either side where there are fewer than four. Null where nothing was watched for half an hour.
 *
 * Example: 100 at 10:00, 98 at 11:00, 196 at 12:00 (topped up), 194 at 13:00: 4 in two hours, 2 an hour.
 */
export function balanceBurn(readings: readonly BalanceReading[], horizonDays: number): BalanceBurn | null {
  const last = readings.at(-1)
  if (!last) return null
  const falls = fallsOf(readings.filter(({ at }) => at >= last.at - WATCHED_MS))
  const watchedMs = falls.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0)
  if (watchedMs < LEAST_WATCHED_MS) return null
  const spentPicos = falls.reduce((sum, { spentPicos: spent }) => sum + spent, 0n)
  const perHourPicos = mulDiv(spentPicos, BigInt(HOUR_MS), BigInt(watchedMs))
  const blockMs = watchedMs > 2 * DAY_MS ? DAY_MS : HOUR_MS
  const rates = ratesOf(falls, blockMs)
  const early = rates.length < FEW_BLOCKS
  const perHour = Number(perHourPicos)
  const deviation = early ? 0 : deviationOf(rates, perHour)
  const path: SpendPoint[] = []
  let low = 0n
  for (let hours = 0; hours <= horizonDays * 24; hours += hours < 48 ? 1 : 24) {
    const blocks = (hours * HOUR_MS) / blockMs
    const share = early ? 0.5 * perHour : Z90 * deviation * Math.sqrt(1 / rates.length + 1 / Math.max(1, blocks))
    const p50Picos = perHourPicos * BigInt(hours)
    const width = BigInt(Math.round(share)) * BigInt(hours)
    const floor = p50Picos - width
    low = floor > low ? floor : low
    path.push({ at: last.at + hours * HOUR_MS, p10Picos: low, p50Picos, p90Picos: p50Picos + width })
  }
  return { perHourPicos, watchedMs, since: falls[0]!.startsAt, path, early }
}

/** What a wallet is known to have fallen by within a time: stretches in which it rose are left out. */
export function fallWithin(readings: readonly BalanceReading[], { startsAt, endsAt }: Interval): bigint {
  const within = readings.filter(({ at }) => at >= startsAt && at < endsAt)
  return fallsOf(within).reduce((sum, { spentPicos }) => sum + spentPicos, 0n)
}

interface Fall extends Interval {
  readonly spentPicos: bigint
}

function fallsOf(readings: readonly BalanceReading[]): Fall[] {
  return readings.slice(1).flatMap((reading, i) => {
    const before = readings[i]!
    const spentPicos = before.balancePicos - reading.balancePicos
    return spentPicos < 0n ? [] : [{ startsAt: before.at, endsAt: reading.at, spentPicos }]
  })
}

/** The rate per hour of each whole block of watched time, one after another. */
function ratesOf(falls: readonly Fall[], blockMs: number): number[] {
  const rates: number[] = []
  let [spent, watched] = [0, 0]
  for (const { startsAt, endsAt, spentPicos } of falls) {
    spent += Number(spentPicos)
    watched += endsAt - startsAt
    if (watched < blockMs) continue
    rates.push((spent * HOUR_MS) / watched)
    ;[spent, watched] = [0, 0]
  }
  return rates
}

function deviationOf(rates: readonly number[], mean: number): number {
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0)
  return Math.sqrt(squares / (rates.length - 1))
}
