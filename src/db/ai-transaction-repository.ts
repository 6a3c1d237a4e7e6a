import { sql } from 'kysely'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { AiTransaction } from '../engine/rating/tokens.ts'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows, type Columns } from './unnest.ts'

export async function findAiTransactions(
  db: Connection,
  accountId: number,
  ids: readonly string[],
): Promise<AiTransaction[]> {
  const rows = await transactions(db, accountId)
    .where(sql<boolean>`transaction_id = any(${ids}::text[])`)
    .execute()
  return rows.map(transactionOf)
}

/** Every use of a model that was ever read. */
export async function findAllAiTransactions(db: Connection, accountId: number): Promise<AiTransaction[]> {
  return (await transactions(db, accountId).orderBy('transaction_id').execute()).map(transactionOf)
}

/** Up to `limit` transactions after an id, by id. */
export async function findAiTransactionsAfter(
  db: Connection,
  accountId: number,
  after: string,
  limit: number,
): Promise<AiTransaction[]> {
  const rows = await transactions(db, accountId)
    .where('transaction_id', '>', after)
    .orderBy('transaction_id')
    .limit(limit)
    .execute()
  return rows.map(transactionOf)
}

function transactions(db: Connection, accountId: number) {
  return db
    .selectFrom('ai_transaction')
    .select(['transaction_id', 'model', 'input_tokens', 'output_tokens', 'cost', 'currency', 'created_at'])
    .where('account_id', '=', accountId)
}

function transactionOf(row: Awaited<ReturnType<ReturnType<typeof transactions>['execute']>>[number]): AiTransaction {
  return {
    transactionId: row.transaction_id,
    model: row.model,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    costPicos: parsePicos(row.cost),
    currency: row.currency,
    createdAt: row.created_at,
  }
}

/** Writes transactions and appends this value of each to its history. */
export async function upsertAiTransactions(
  tx: Connection,
  accountId: number,
  rows: readonly (AiTransaction & { readonly raw: JsonObject })[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const value = {
    transaction_id: ['text', (row) => row.transactionId],
    model: ['text', (row) => row.model],
    input_tokens: ['int8', (row) => row.inputTokens],
    output_tokens: ['int8', (row) => row.outputTokens],
    cost: ['numeric', (row) => formatPicos(row.costPicos)],
    currency: ['text', (row) => row.currency],
    created_at: ['timestamptz', (row) => row.createdAt],
  } satisfies Columns<(typeof rows)[number]>
  const set = excluded(...Object.keys(value).slice(1))
  const latest = insertRows('ai_transaction', accountId, rows, { ...value, first_seen: ['timestamptz', () => at] })
  await sql`${latest} on conflict (account_id, transaction_id) do update set ${set}`.execute(tx)
  const version = insertRows<(typeof rows)[number]>('ai_transaction_version', accountId, rows, {
    ...value,
    known_at: ['timestamptz', () => at],
    raw: ['jsonb', (row) => row.raw],
  })
  await sql`${version} on conflict (account_id, transaction_id, known_at) do update
    set ${set}, raw = excluded.raw`.execute(tx)
}
