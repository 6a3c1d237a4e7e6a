import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What was last found out of an account's API. */
export interface StoredDoctorReport {
  readonly madeAt: Instant
  readonly report: JsonObject
}

export async function findDoctorReport(db: Connection, accountId: number): Promise<StoredDoctorReport | null> {
  const row = await db
    .selectFrom('doctor_report')
    .select(['made_at as madeAt', 'report'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps the last one. */
export async function saveDoctorReport(
  db: Connection,
  accountId: number,
  { madeAt, report }: StoredDoctorReport,
): Promise<void> {
  const values = { made_at: isoOf(madeAt), report: JSON.stringify(report) }
  await db
    .insertInto('doctor_report')
    .values({ account_id: accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute()
}
