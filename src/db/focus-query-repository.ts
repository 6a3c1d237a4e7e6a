import { sql, type Compilable } from 'kysely'
import { parsePicos, type AiTransaction, type BillingRecord, type Instant } from '../engine/index.ts'
import { recordColumns, toRecord, type RecordRow } from './ledger-query-repository.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** The records that bill any time of [startsAt, endsAt), in the order of their start, to be streamed. */
export function recordsWithin(db: Connection, accountId: number, startsAt: Instant, endsAt: Instant) {
  return db
    .selectFrom('billing_record')
    .select(recordColumns)
    .select('changed_at')
    .where('account_id', '=', accountId)
    .where('starts_at', '<', timestamptz(endsAt))
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>=', timestamptz(startsAt))]))
    .orderBy('starts_at')
    .orderBy(sql`record_id collate "C"`) satisfies Compilable<ReadRecordRow>
}

type ReadRecordRow = RecordRow & { readonly changed_at: Instant }

/** Records with the moment at which their values were read. */
export const readRecordsOf = (rows: readonly ReadRecordRow[]): { record: BillingRecord; readAt: Instant }[] =>
  rows.map((row) => ({ record: toRecord(row), readAt: row.changed_at }))

/** The uses of AI models in [startsAt, endsAt), in the order of time. */
export async function aiTransactionsWithin(
  db: Connection,
  accountId: number,
  startsAt: Instant,
  endsAt: Instant,
): Promise<AiTransaction[]> {
  const rows = await db
    .selectFrom('ai_transaction')
    .select(['transaction_id', 'model', 'input_tokens', 'output_tokens', 'cost', 'currency', 'created_at'])
    .where('account_id', '=', accountId)
    .where('created_at', '>=', timestamptz(startsAt))
    .where('created_at', '<', timestamptz(endsAt))
    .orderBy('created_at')
    .orderBy('transaction_id')
    .execute()
  return rows.map((row) => ({
    transactionId: row.transaction_id,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costPicos: parsePicos(row.cost),
    currency: row.currency,
    createdAt: row.created_at,
  }))
}
