import { mulDiv } from '../money.ts'
import type { SpendPoint } from '../runway/runway.ts'
import type { PlanClock } from './plan-clock.ts'

/**
 * The path of spend that empties a wallet, with what the scenario changes by then: straight within a day, its bounds as
 * wide a share as before, never falling.
 */
export function scenarioPath(path: readonly SpendPoint[], clock: PlanClock, deltas: readonly bigint[]): SpendPoint[] {
  const sums = [0n]
  for (const delta of deltas) sums.push(sums.at(-1)! + delta)
  const changedBy = changeClock(clock, sums)
  const points: SpendPoint[] = []
  for (const { at, p10Picos, p50Picos, p90Picos } of path) {
    const before = points.at(-1)
    const now = max(0n, p50Picos + changedBy(at))
    const share = (width: bigint) => (p50Picos > 0n ? mulDiv(width, now, p50Picos) : 0n)
    const point = {
      at,
      p10Picos: now - share(p50Picos - p10Picos),
      p50Picos: now,
      p90Picos: now + share(p90Picos - p50Picos),
    }
    points.push(
      before
        ? {
            at,
            p10Picos: max(before.p10Picos, point.p10Picos),
            p50Picos: max(before.p50Picos, point.p50Picos),
            p90Picos: max(before.p90Picos, point.p90Picos),
          }
        : point,
    )
  }
  return points
}

function changeClock({ asOf, starts, horizonAt }: PlanClock, sums: readonly bigint[]): (at: number) => bigint {
  let day = 0
  return (at) => {
    if (at <= asOf) return 0n
    if (at >= horizonAt) return sums.at(-1)!
    while (starts[day + 1]! <= at) day++
    const from = Math.max(asOf, starts[day]!)
    const change = sums[day + 1]! - sums[day]!
    return sums[day]! + mulDiv(change, BigInt(at - from), BigInt(starts[day + 1]! - from))
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
