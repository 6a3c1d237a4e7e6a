import type { BillingRecord, Instant } from '../engine/index.ts'
import { recordColumns, toRecord } from './ledger-query-repository.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** The records without an end. */
export async function findOpenRecords(db: Connection, accountId: number): Promise<BillingRecord[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select(recordColumns)
    .where('account_id', '=', accountId)
    .where('ends_at', 'is', null)
    .execute()
  return rows.map(toRecord)
}

/** The GPU models of machines that were billed before a moment. */
export async function billedModels(db: Connection, accountId: number, before: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select('gpu_model')
    .distinct()
    .where('account_id', '=', accountId)
    .where('starts_at', '<', timestamptz(before))
    .where('gpu_model', 'is not', null)
    .execute()
  return rows.map((row) => row.gpu_model!)
}
