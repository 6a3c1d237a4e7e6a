import { parsePicos, type Currency } from '../money.ts'
import type { SpendPoint } from '../runway/runway.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { aheadOf, spentUntil } from './ahead-of.ts'
import type { PlansAhead } from './leaf-outlook.ts'
import { WEEK_HOURS, type AheadInput } from './spend-ahead.ts'
import { walletBands } from './window-error.ts'

const DAY_MS = 24 * HOUR_MS

export interface SpendPathInput extends AheadInput {
  readonly planned?: PlansAhead
  readonly currency: Currency
  /** When the balance was read: from then on is counted. */
  readonly readAt: Instant
  readonly horizonDays: number
}

/**
 * What one wallet will have spent since its balance was read: a point an hour for a week, then one a day. p50 is what is
 * expected with plans and known prices, the bounds are those of a window that long (80 %), made never to fall. The
 * runway is where it crosses the balance.
 */
export function spendPath(input: SpendPathInput): { path: SpendPoint[]; early: boolean } {
  const { asOf, currency, readAt, horizonDays } = input
  const wallet = aheadOf(input).wallets.get(currency)
  const until = spentUntil(input, currency, readAt + horizonDays * DAY_MS)
  const since = until(readAt)
  const path: SpendPoint[] = [{ at: readAt, p10Picos: 0n, p50Picos: 0n, p90Picos: 0n }]
  let early = false
  for (const at of momentsAhead(readAt, horizonDays)) {
    const previous = path.at(-1)!
    const p50Picos = max(previous.p50Picos, until(at) - since)
    let half = 0n
    if (wallet && at > asOf) {
      const bands = walletBands(wallet, asOf, Math.max(readAt, asOf), at)
      half = parsePicos(bands.halves.find(({ level }) => level === 80)!.half.toFixed(12))
      early ||= bands.early
    }
    path.push({
      at,
      p10Picos: max(previous.p10Picos, p50Picos - half),
      p50Picos,
      p90Picos: max(previous.p90Picos, p50Picos + half),
    })
  }
  return { path, early }
}

function* momentsAhead(from: Instant, days: number): Generator<Instant> {
  const hours = Math.min(WEEK_HOURS, days * 24)
  for (let hour = 1; hour <= hours; hour++) yield from + hour * HOUR_MS
  for (let day = 8; day <= days; day++) yield from + day * DAY_MS
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
