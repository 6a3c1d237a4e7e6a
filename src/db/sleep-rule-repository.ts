import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What was said of each machine of an account. */
export async function findSleepRules(db: Connection, accountId: number): Promise<Map<string, JsonObject>> {
  const rows = await db
    .selectFrom('sleep_rule')
    .select(['resource_id', 'rule'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map((row) => [row.resource_id, row.rule]))
}

/** The last word counts. */
export async function saveSleepRule(
  db: Connection,
  accountId: number,
  resourceId: string,
  rule: JsonObject,
  at: Instant,
): Promise<void> {
  await db
    .insertInto('sleep_rule')
    .values({ account_id: accountId, resource_id: resourceId, rule: JSON.stringify(rule), changed_at: isoOf(at) })
    .onConflict((oc) =>
      oc.columns(['account_id', 'resource_id']).doUpdateSet({
        rule: sql`excluded.rule`,
        changed_at: sql`excluded.changed_at`,
      }),
    )
    .execute()
}
