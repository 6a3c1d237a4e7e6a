import { mulDiv, parsePicos } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { SpendLeaf } from './spend-ahead.ts'

const WEEK = 168

/**
 * What a leaf costs from asOf until some hours later, as picos of whole billionths; beyond its last hour the last week
 * repeats. Differences of it add up over days exactly.
 */
export type LeafSpend = (at: Instant) => bigint

export function leafSpend({ hourly, steadyPicos }: SpendLeaf, asOf: Instant): LeafSpend {
  if (steadyPicos !== undefined) return (at) => mulDiv(steadyPicos, BigInt(Math.max(0, at - asOf)), BigInt(HOUR_MS))
  const sums = new Float64Array(hourly.length + 1)
  hourly.forEach((v, h) => (sums[h + 1] = sums[h]! + v))
  const until = (hours: number) => {
    const whole = Math.floor(hours)
    return sums[whole]! + (hours > whole ? (hours - whole) * hourly[whole]! : 0)
  }
  const weekStart = hourly.length - WEEK
  const ofWeek = sums[hourly.length]! - sums[weekStart]!
  return (at) => {
    const hours = Math.max(0, (at - asOf) / HOUR_MS)
    if (hours <= hourly.length) return toPicos(until(hours))
    const weeks = Math.floor((hours - hourly.length) / WEEK)
    const rest = hours - hourly.length - weeks * WEEK
    return toPicos(sums[hourly.length]! + weeks * ofWeek + until(weekStart + rest) - sums[weekStart]!)
  }
}

const toPicos = (units: number) => parsePicos(units.toFixed(9))
