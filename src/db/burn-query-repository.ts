import { sql } from 'kysely'
import { parsePicos, type BillingRecord, type Instant } from '../engine/index.ts'
import { recordColumns, toRecord } from './ledger-query-repository.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** The dearest hour of each wallet in [from, to), by currency; none of a wallet that had no hour in it. */
export async function highestHours(
  db: Connection,
  accountId: number,
  { from, to }: { from: Instant; to: Instant },
): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ currency: string; highest: string }>`
    select currency, max(billed) as highest
    from (
      select currency, hour, sum(billed) as billed
      from charge_hour
      where account_id = ${accountId} and hour >= ${timestamptz(from)} and hour < ${timestamptz(to)}
      group by currency, hour
    ) h
    group by currency`.execute(db)
  return new Map(rows.map(({ currency, highest }) => [currency, parsePicos(highest)]))
}

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
