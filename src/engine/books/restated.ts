import { allocate } from '../money.ts'
import type { Day, Instant } from '../time.ts'

/** A bill that was closed and then changed: by how much, seen on which day, and the days that it bills now. */
export interface RestatedBill {
  readonly seenAt: Instant
  readonly seenOn: Day
  readonly deltaPicos: bigint
  readonly days: readonly { readonly day: Day; readonly billedPicos: bigint }[]
}

/**
 * How restated bills move a wallet's days beside their charges: the charges of a bill's days are as restated, while the
 * balance moved on the day on which it was put right. A bill of 1 March over 10, restated to 9 on the 5th: 1 March was
 * charged 9 but lost 10, so it has -1 here, and the 5th +1; all moves add up to zero. What is seen after a month was closed
 * (`closedAt` of its days) leaves its charges as they were: that share comes as a correction on the day itself.
 */
export function restatementMoves(
  bills: readonly RestatedBill[],
  closedAt: (day: Day) => Instant | null,
): Map<Day, bigint> {
  const moves = new Map<Day, bigint>()
  const add = (day: Day, picos: bigint) => moves.set(day, (moves.get(day) ?? 0n) + picos)
  for (const { seenAt, seenOn, deltaPicos, days } of bills) {
    if (days.length === 0) continue
    const shares = allocate(
      deltaPicos,
      days.map(({ billedPicos }) => (billedPicos < 0n ? -billedPicos : billedPicos)),
    )
    for (const [i, { day }] of days.entries()) {
      const closed = closedAt(day)
      if (closed !== null && seenAt > closed) continue
      add(day, shares[i]!)
      add(seenOn, -shares[i]!)
    }
  }
  return moves
}
