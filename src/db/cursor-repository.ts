import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import type { JsonObject } from './schema/column.ts'
import { isoOf } from './timestamp.ts'

export interface SourceCursor {
  /** When the source was last read to its end. */
  readonly readAt: Instant
  readonly cursor: JsonObject
}

export async function findCursor(db: Connection, accountId: number, source: string): Promise<SourceCursor | null> {
  const row = await db
    .selectFrom('source_cursor')
    .select(['read_at as readAt', 'cursor'])
    .where('account_id', '=', accountId)
    .where('source', '=', source)
    .executeTakeFirst()
  return row ?? null
}

/** How far the reading of a source is. */
export interface SourceProgress {
  /** When it was last read to its end. */
  readonly readAt: Instant
  /** Where its sweep goes on with the next reading; null: there is none under way. */
  readonly sweep: { readonly page: number; readonly pages: number } | null
}

export async function listCursors(db: Connection, accountId: number): Promise<Map<string, SourceProgress>> {
  const rows = await db
    .selectFrom('source_cursor')
    .select(['source', 'read_at as readAt', sql<SourceProgress['sweep']>`cursor -> 'sweep'`.as('sweep')])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map(({ source, readAt, sweep }) => [source, { readAt, sweep }]))
}

/** Says that a source was read to its end; in the transaction of the rows that it speaks of. */
export async function saveCursor(
  tx: Connection,
  accountId: number,
  source: string,
  { readAt, cursor }: SourceCursor,
): Promise<void> {
  const values = { read_at: isoOf(readAt), cursor: JSON.stringify(cursor) }
  await tx
    .insertInto('source_cursor')
    .values({ account_id: accountId, source, ...values })
    .onConflict((conflict) => conflict.columns(['account_id', 'source']).doUpdateSet(values))
    .execute()
}
