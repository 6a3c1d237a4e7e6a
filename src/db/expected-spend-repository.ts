import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What somebody said of an anomaly. */
export interface ExpectedSpend {
  readonly anomalyId: string
  readonly note: string | null
  readonly by: string
  readonly at: Instant
}

export async function findExpectedSpend(db: Connection, accountId: number): Promise<ExpectedSpend[]> {
  const rows = await db.selectFrom('expected_spend').selectAll().where('account_id', '=', accountId).execute()
  return rows.map((row) => ({
    anomalyId: row.anomaly_id,
    note: row.note,
    by: row.said_by,
    at: row.said_at,
  }))
}

/** The last word counts. */
export async function saveExpectedSpend(db: Connection, accountId: number, said: ExpectedSpend): Promise<void> {
  const words = { note: said.note, said_by: said.by, said_at: isoOf(said.at) }
  await db
    .insertInto('expected_spend')
    .values({ account_id: accountId, anomaly_id: said.anomalyId, ...words })
    .onConflict((oc) => oc.columns(['account_id', 'anomaly_id']).doUpdateSet(words))
    .execute()
}

export async function deleteExpectedSpend(db: Connection, accountId: number, anomalyId: string): Promise<void> {
  await db
    .deleteFrom('expected_spend')
    .where('account_id', '=', accountId)
    .where('anomaly_id', '=', anomalyId)
    .execute()
}
