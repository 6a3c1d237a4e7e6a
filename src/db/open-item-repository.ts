import { sql } from 'kysely'
import type { Interval } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** Bills that began before the end of an interval and were still running when they were last read. */
export async function countRunningBills(db: Connection, accountId: number, { endsAt }: Interval): Promise<number> {
  const row = await db
    .selectFrom('billing_record')
    .select((eb) => eb.fn.countAll<number>().as('bills'))
    .where('account_id', '=', accountId)
    .where('starts_at', '<', timestamptz(endsAt))
    .where('ends_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.bills
}

/** What was read of bills and not understood, and waits for it. */
export async function countQuarantinedBills(db: Connection, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .where(sql<boolean>`source like '%-billing'`)
    .executeTakeFirstOrThrow()
  return row.rows
}
