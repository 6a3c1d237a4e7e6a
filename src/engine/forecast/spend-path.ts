import { mulDiv, parsePicos, type Currency } from '../money.ts'
import type { SpendPoint } from '../runway/runway.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { burnHistory } from './burn-history.ts'
import { runRateError } from './run-rate-error.ts'
import type { ResourceRate } from './run-rate.ts'

const DAY_MS = 24 * HOUR_MS

/** Beyond a month the interval keeps growing in proportion to the time: nobody can learn half a year from half a year. */
const LONGEST_LEARNED_DAYS = 30

export interface SpendPathInput {
  readonly records: readonly BillingRecord[]
  readonly rates: readonly ResourceRate[]
  readonly currency: Currency
  readonly asOf: Instant
  readonly horizonDays: number
  /** What is expected of each day, by the forecast of the wallet; without it what runs goes on. */
  readonly spentAfter?: (days: number) => bigint
}

/**
 * What one wallet will have spent since asOf, a point a day: p50 is what is expected or else its run rate, the bounds are
 * the run rate's own past errors over so long a time, made never to fall. The runway is where it crosses the balance.
 */
export function spendPath(input: SpendPathInput): { path: SpendPoint[]; early: boolean } {
  const { asOf, currency } = input
  const history = burnHistory(
    input.records.filter((record) => record.currency === currency),
    asOf,
  )
  let perHour = 0n
  for (const rate of input.rates) if (rate.currency === currency) perHour += rate.perHourPicos ?? 0n

  const path: SpendPoint[] = [{ at: asOf, p10Picos: 0n, p50Picos: 0n, p90Picos: 0n }]
  let perDay = 0n
  let early = false
  for (let day = 1; day <= input.horizonDays; day++) {
    const previous = path.at(-1)!
    let half = perDay * BigInt(day)
    if (day <= LONGEST_LEARNED_DAYS) {
      const error = runRateError(history, asOf, 0, day * DAY_MS)
      half = parsePicos(error.halfWidth.toFixed(12))
      perDay = mulDiv(half, 1n, BigInt(day))
      early ||= error.early
    }
    const p50Picos = input.spentAfter?.(day) ?? perHour * 24n * BigInt(day)
    path.push({
      at: asOf + day * DAY_MS,
      p10Picos: max(previous.p10Picos, p50Picos - half),
      p50Picos: max(previous.p50Picos, p50Picos),
      p90Picos: max(previous.p90Picos, p50Picos + half),
    })
  }
  return { path, early }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
