import { mulDiv } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { spentAt } from './certainty.ts'
import type { Runway, SpendPoint } from './runway.ts'

/**
 * What will have been spent by a moment where nobody tops up: as expected until the wallet is likely empty, from then on
 * what sleeping machines and storage go on to charge.
 *
 * Example: empty after 10 hours of 2, then 0.1 an hour: 21 after 20 hours.
 */
export function spentUntopped(
  path: readonly SpendPoint[],
  ends: Runway,
  asleepPerHourPicos: bigint,
  at: Instant,
): bigint {
  const emptyAt = ends.kind === 'ends' ? ends.p50At : ends.kind === 'empty' ? path[0]!.at : Infinity
  const { p50Picos } = spentAt(path, Math.min(at, emptyAt))
  return at <= emptyAt ? p50Picos : p50Picos + mulDiv(asleepPerHourPicos, BigInt(at - emptyAt), BigInt(HOUR_MS))
}
