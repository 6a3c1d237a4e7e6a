import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** Why somebody does not want a recommendation. */
export interface Dismissal {
  readonly reason: string
  readonly by: string
  readonly at: Instant
}

/** By recommendation. */
export async function findDismissals(db: Connection, accountId: number): Promise<Map<string, Dismissal>> {
  const rows = await db.selectFrom('dismissed_recommendation').selectAll().where('account_id', '=', accountId).execute()
  return new Map(rows.map((row) => [row.recommendation_id, { reason: row.reason, by: row.said_by, at: row.said_at }]))
}

/** The last word counts. */
export async function saveDismissal(
  db: Connection,
  accountId: number,
  recommendationId: string,
  { reason, by, at }: Dismissal,
): Promise<void> {
  const words = { reason, said_by: by, said_at: isoOf(at) }
  await db
    .insertInto('dismissed_recommendation')
    .values({ account_id: accountId, recommendation_id: recommendationId, ...words })
    .onConflict((oc) => oc.columns(['account_id', 'recommendation_id']).doUpdateSet(words))
    .execute()
}

export async function deleteDismissal(db: Connection, accountId: number, recommendationId: string): Promise<void> {
  await db
    .deleteFrom('dismissed_recommendation')
    .where('account_id', '=', accountId)
    .where('recommendation_id', '=', recommendationId)
    .execute()
}
