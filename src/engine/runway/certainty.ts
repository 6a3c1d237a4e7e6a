import type { Instant } from '../time.ts'
import type { SpendPoint } from './runway.ts'

/** The normal quantile at 0.9: the bounds of a path lie there. */
const Z90 = 1.2815515594

/** What will have been spent by a moment, straight between the points of a path; at its last point beyond it. */
export function spentAt(path: readonly SpendPoint[], at: Instant): SpendPoint {
  const next = path.findIndex((point) => point.at >= at)
  if (next <= 0) return (next === 0 ? path[0] : path.at(-1))!
  const [from, to] = [path[next - 1]!, path[next]!]
  const between = (a: bigint, b: bigint) => a + ((b - a) * BigInt(Math.round(at - from.at))) / BigInt(to.at - from.at)
  return {
    at,
    p10Picos: between(from.p10Picos, to.p10Picos),
    p50Picos: between(from.p50Picos, to.p50Picos),
    p90Picos: between(from.p90Picos, to.p90Picos),
  }
}

/**
 * What will not be exceeded with a certainty: the middle and a share of the distance to the bound, as normal errors are
 * spread. Example: of 100 and at most 120 nine times in ten, 125.7 with a certainty of 0.95.
 */
export function spentWith({ p10Picos, p50Picos, p90Picos }: SpendPoint, certainty: number): bigint {
  const z = normalQuantile(certainty)
  const distance = z < 0 ? p50Picos - p10Picos : p90Picos - p50Picos
  return p50Picos + (distance * BigInt(Math.round((z / Z90) * 1e9))) / 1_000_000_000n
}

/** The path of what will not be exceeded with a certainty, in the place of its likely one. */
export const surePath = (path: readonly SpendPoint[], certainty: number): SpendPoint[] =>
  path.map((point) => ({ ...point, p50Picos: spentWith(point, certainty) }))

/** How likely it is that no more than a balance is spent by a moment: 0 to 1, the inverse of `spentWith`. */
export function chanceOfLasting(path: readonly SpendPoint[], balancePicos: bigint, at: Instant): number {
  const { p10Picos, p50Picos, p90Picos } = spentAt(path, at)
  const left = balancePicos - p50Picos
  const width = left < 0n ? p50Picos - p10Picos : p90Picos - p50Picos
  if (width === 0n) return left >= 0n ? 1 : 0
  return normalShare((Number(left) / Number(width)) * Z90)
}

/** The share of a normal distribution below z; Abramowitz and Stegun 7.1.26, off by 1.5e-7 at most. */
export function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const tail =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
  return z < 0 ? tail / 2 : 1 - tail / 2
}

/** The z below which a share of it lies, by halving; of 0 and 1 as far as five in a million. */
function normalQuantile(share: number): number {
  let [low, high] = [-5, 5]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (normalShare(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}
