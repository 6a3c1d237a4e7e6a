import type { Currency } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { coveredInterval } from '../usage/state-ledger.ts'

/** What one billing record costs over time, in hours since the grid's first and currency units an hour. */
export interface SpendPiece {
  readonly from: number
  readonly to: number
  readonly rate: number
  readonly record: BillingRecord
  readonly asleep: boolean
}

/** The records of one resource in one wallet, by start. */
export interface SpendLine {
  readonly resourceId: string
  readonly name: string
  readonly currency: Currency
  /** Hour at which it was billed first, of all that is known. */
  readonly firstHour: number
  readonly pieces: readonly SpendPiece[]
}

/** Every resource's records on a grid of hours that begins at `startsAt`; what ended before it only tells `firstHour`. */
export function spendLines(records: readonly BillingRecord[], startsAt: Instant, asOf: Instant): SpendLine[] {
  const lines = new Map<string, SpendLine & { firstHour: number; pieces: SpendPiece[] }>()
  for (const record of [...records].sort((a, b) => a.startsAt - b.startsAt)) {
    const { resourceId, resourceName, currency, totalPicos } = record
    const covered = coveredInterval(record, asOf)
    if (covered.endsAt <= covered.startsAt) continue
    const from = (covered.startsAt - startsAt) / HOUR_MS
    const to = (covered.endsAt - startsAt) / HOUR_MS
    const key = `${currency} ${resourceId}`
    const line = lines.get(key) ?? { resourceId, name: resourceName, currency, firstHour: from, pieces: [] }
    lines.set(key, line)
    if (to <= 0) continue
    line.pieces.push({ from, to, rate: Number(totalPicos) / 1e12 / (to - from), record, asleep: isAsleep(record) })
  }
  return [...lines.values()]
}

/** What a line cost in [from, to), hours of the grid. */
export function spentBetween({ pieces }: SpendLine, from: number, to: number): number {
  let sum = 0
  for (const piece of pieces) {
    if (piece.from >= to) break
    sum += piece.rate * Math.max(0, Math.min(to, piece.to) - Math.max(from, piece.from))
  }
  return sum
}
