import { allocate } from '../money.ts'
import type { Day } from '../time.ts'

/** A bill that was closed and then changed: by how much, seen on which day, and the days that it bills now. */
export interface RestatedBill {
  readonly seenOn: Day
  readonly deltaPicos: bigint
  readonly days: readonly { readonly day: Day; readonly billedPicos: bigint }[]
}

/**
 * How restated bills move a wallet's days beside their charges: the charges of a bill's days are as restated, while the
 * balance moved on the day on which it was put right. A bill of 1 March over 10, restated to 9 on the 5th: 1 March was
 * charged 9 but lost 10, so it has -1 here, and the 5th +1; all moves add up to zero. Days before `openFrom` belong to
 * closed months, whose charges stay as they were: their share comes as a correction on the day itself.
 */
export function restatementMoves(bills: readonly RestatedBill[], openFrom: Day | null): Map<Day, bigint> {
  const moves = new Map<Day, bigint>()
  const add = (day: Day, picos: bigint) => moves.set(day, (moves.get(day) ?? 0n) + picos)
  for (const { seenOn, deltaPicos, days } of bills) {
    if (days.length === 0) continue
    const shares = allocate(
      deltaPicos,
      days.map(({ billedPicos }) => (billedPicos < 0n ? -billedPicos : billedPicos)),
    )
    for (const [i, { day }] of days.entries()) {
      if (openFrom !== null && day < openFrom) continue
      add(day, shares[i]!)
      add(seenOn, -shares[i]!)
    }
  }
  return moves
}
