import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** The requests of an account's last minute, as the process that sent last left them. */
export interface RequestWindow {
  readonly accountId: number
  readonly holder: string
  readonly sentAt: Instant
  readonly requests: number
}

export async function findRequestWindow(db: Connection, accountId: number): Promise<RequestWindow | null> {
  const row = await db.selectFrom('request_window').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return row ? { accountId, holder: row.holder, sentAt: row.sent_at, requests: row.requests } : null
}

export async function saveRequestWindow(db: Connection, window: RequestWindow): Promise<void> {
  const values = { holder: window.holder, sent_at: isoOf(window.sentAt), requests: window.requests }
  await db
    .insertInto('request_window')
    .values({ account_id: window.accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute()
}
