import { wasAvailable, type StockQuestion, type StockSnapshot } from '../capacity/stock.ts'
import type { Instant } from '../time.ts'

/** Since when machines of a size cannot be had any more, or can again. */
export interface StockChange {
  readonly kind: 'out' | 'back'
  /** The first reading that shows it. */
  readonly at: Instant
}

/**
 * How the stock of one size stands against an earlier moment; null where it does not differ or either is not known.
 * Readings that tell nothing (a floor under what is asked) are passed over.
 */
export function stockChange(
  snapshots: readonly StockSnapshot[],
  question: StockQuestion,
  since: Instant,
): StockChange | null {
  const told = snapshots.flatMap((snapshot) => {
    const isThere = wasAvailable(snapshot, question)
    return isThere === null ? [] : [{ at: snapshot.at, isThere }]
  })
  const before = told.findLast(({ at }) => at <= since)
  const last = told.at(-1)
  if (!before || !last || before.isThere === last.isThere) return null
  const turned = told.findLastIndex(({ isThere }) => isThere !== last.isThere) + 1
  return { kind: last.isThere ? 'back' : 'out', at: told[turned]!.at }
}
