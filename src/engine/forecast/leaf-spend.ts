import { mulDiv, parsePicos } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { SpendLeaf } from './spend-leaf.ts'

const WEEK = 168

/**
 * What a leaf costs from asOf until some moment, as picos of whole billionths; before asOf nothing. Differences of it add
 * up over days exactly.
 */
export type LeafSpend = (at: Instant) => bigint

/** The spend of a leaf as it is expected; beyond its last hour the last week repeats. */
export function leafSpend({ hourly, steadyPicos }: SpendLeaf, asOf: Instant): LeafSpend {
  if (steadyPicos !== undefined) return steadySpend(steadyPicos, asOf)
  const until = cumulative(hourly)
  const weekStart = hourly.length - WEEK
  const whole = until(hourly.length)
  const ofWeek = whole - until(weekStart)
  return (at) => {
    const hours = Math.max(0, (at - asOf) / HOUR_MS)
    if (hours <= hourly.length) return toPicos(until(hours))
    const weeks = Math.floor((hours - hourly.length) / WEEK)
    const rest = hours - hourly.length - weeks * WEEK
    return toPicos(whole + weeks * ofWeek + until(weekStart + rest) - until(weekStart))
  }
}

/** One rate that goes on. */
export const steadySpend =
  (perHourPicos: bigint, asOf: Instant): LeafSpend =>
  (at) =>
    mulDiv(perHourPicos, BigInt(Math.max(0, at - asOf)), BigInt(HOUR_MS))

/** Amounts of hours from asOf on; nothing after the last of them. */
export function hoursSpend(hourly: Float64Array, asOf: Instant): LeafSpend {
  const until = cumulative(hourly)
  return (at) => toPicos(until(Math.min(hourly.length, Math.max(0, (at - asOf) / HOUR_MS))))
}

/** The amount of an hour from asOf on as `leafSpend` has it. */
export function leafHour({ hourly }: SpendLeaf, hour: number): number {
  if (hour < hourly.length) return hourly[hour]!
  const weekStart = hourly.length - WEEK
  return hourly[weekStart + ((hour - hourly.length) % WEEK)]!
}

function cumulative(hourly: Float64Array): (hours: number) => number {
  const sums = new Float64Array(hourly.length + 1)
  for (let h = 0; h < hourly.length; h++) sums[h + 1] = sums[h]! + hourly[h]!
  return (hours) => {
    const whole = Math.floor(hours)
    return sums[whole]! + (hours > whole ? (hours - whole) * hourly[whole]! : 0)
  }
}

const toPicos = (units: number) => parsePicos(units.toFixed(9))
