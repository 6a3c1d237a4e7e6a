import type { Instant } from '../engine/time.ts'
import { findCursor, saveCursor } from './cursor-repository.ts'
import type { Connection } from './store.ts'

/** Under this name the cursors tell whether the roll-ups are whole. */
const ROLL_UPS = 'charges'

/**
 * Says that the charges no longer follow from what they are made of (the account's zone, the rating rules or prices of the
 * past changed): the next ingest makes them anew.
 */
export function markChargesStale(tx: Connection, accountId: number, at: Instant): Promise<void> {
  return saveCursor(tx, accountId, ROLL_UPS, { readAt: at, cursor: { stale: true } })
}

/** Says that they were made anew. */
export function markChargesFresh(tx: Connection, accountId: number, at: Instant): Promise<void> {
  return saveCursor(tx, accountId, ROLL_UPS, { readAt: at, cursor: { stale: false } })
}

export async function areChargesStale(db: Connection, accountId: number): Promise<boolean> {
  const mark = await findCursor(db, accountId, ROLL_UPS)
  return mark?.cursor.stale === true
}
