import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'

/** One use of a model: tokens in and out, and what Barrack took for both (a decimal). */
export interface AiTransaction {
  readonly transactionId: string
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cost: string
  readonly currency: string
  readonly createdAt: Instant
}

export async function findAiTransactions(
  db: Connection,
  accountId: number,
  ids: readonly string[],
): Promise<AiTransaction[]> {
  return db
    .selectFrom('ai_transaction')
    .select([
      'transaction_id as transactionId',
      'model',
      'input_tokens as inputTokens',
      'output_tokens as outputTokens',
    ])
    .select(['cost', 'currency', 'created_at as createdAt'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`transaction_id = any(${ids}::text[])`)
    .execute()
}

export async function upsertAiTransactions(
  tx: Connection,
  accountId: number,
  rows: readonly (AiTransaction & { readonly raw: JsonObject })[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const insert = insertRows<(typeof rows)[number]>('ai_transaction', accountId, rows, {
    transaction_id: ['text', (row) => row.transactionId],
    model: ['text', (row) => row.model],
    input_tokens: ['int8', (row) => row.inputTokens],
    output_tokens: ['int8', (row) => row.outputTokens],
    cost: ['numeric', (row) => row.cost],
    currency: ['text', (row) => row.currency],
    created_at: ['timestamptz', (row) => row.createdAt],
    raw: ['jsonb', (row) => row.raw],
    first_seen: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, transaction_id) do update
    set ${excluded('model', 'input_tokens', 'output_tokens', 'cost', 'currency', 'created_at', 'raw')}`.execute(tx)
}
