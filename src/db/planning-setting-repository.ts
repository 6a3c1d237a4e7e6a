import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What the account says itself; empty where it says nothing. */
export async function findPlanningSettings(db: Connection, accountId: number): Promise<JsonObject> {
  const row = await db
    .selectFrom('planning_setting')
    .select('settings')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.settings ?? {}
}

export async function savePlanningSettings(
  db: Connection,
  accountId: number,
  settings: JsonObject,
  at: Instant,
): Promise<void> {
  await db
    .insertInto('planning_setting')
    .values({ account_id: accountId, settings: JSON.stringify(settings), changed_at: isoOf(at) })
    .onConflict((oc) =>
      oc.column('account_id').doUpdateSet({ settings: sql`excluded.settings`, changed_at: sql`excluded.changed_at` }),
    )
    .execute()
}
