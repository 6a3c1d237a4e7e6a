import type { Instant } from '../time.ts'

/** What will have been spent since the path's first point, which is 0: three paths, each never falling. */
export interface SpendPoint {
  readonly at: Instant
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
}

/**
 * When a wallet reaches zero. p10At is the early end ('could be as early as'): the dear path's crossing; p90At the late
 * one, null where the cheap path does not get there within the horizon.
 */
export type Runway =
  | { readonly kind: 'ends'; readonly p10At: Instant; readonly p50At: Instant; readonly p90At: Instant | null }
  | { readonly kind: 'beyond'; readonly horizonAt: Instant; readonly p10At: Instant | null }
  | { readonly kind: 'empty' }

/**
 * The first instants at which each path has spent the balance, straight between points and rounded up to the
 * millisecond. 10.00 at 2.00 an hour from 12:00 ends at 17:00. Throws on a path without points.
 */
export function runway(input: { balancePicos: bigint; path: readonly SpendPoint[] }): Runway {
  const { balancePicos, path } = input
  const horizon = path.at(-1)
  if (!horizon) throw new RangeError('a path of spend needs a point')
  if (balancePicos <= 0n) return { kind: 'empty' }
  const p10At = firstCrossing(path, balancePicos, (point) => point.p90Picos)
  const p50At = firstCrossing(path, balancePicos, (point) => point.p50Picos)
  if (p10At === null || p50At === null) return { kind: 'beyond', horizonAt: horizon.at, p10At }
  return { kind: 'ends', p10At, p50At, p90At: firstCrossing(path, balancePicos, (point) => point.p10Picos) }
}

function firstCrossing(
  path: readonly SpendPoint[],
  balance: bigint,
  spentAt: (point: SpendPoint) => bigint,
): Instant | null {
  for (let i = 0; i < path.length; i++) {
    const point = path[i]!
    if (spentAt(point) < balance) continue
    const before = path[i - 1]
    if (!before) return point.at
    const missing = balance - spentAt(before)
    const step = spentAt(point) - spentAt(before)
    const duration = BigInt(point.at - before.at)
    return before.at + Number((missing * duration + step - 1n) / step)
  }
  return null
}
