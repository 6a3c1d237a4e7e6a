import { sql } from 'kysely'
import type { Connection } from './store.ts'

/**
 * A text that stays the same for as long as nothing was read into an account; null while something is. Every run that
 * ends moves it, and so does whatever keeps its place in a cursor.
 */
export async function dataVersion(db: Connection, accountId: number): Promise<string | null> {
  const { rows } = await sql<{ run_id: number; reading: boolean; cursors: string | null }>`
    select r.run_id, r.finished_at is null or r.status = 'running' as reading,
      (
        select md5(string_agg(c.source || c.read_at::text || c.cursor::text, ' ' order by c.source))
        from source_cursor c where c.account_id = r.account_id
      ) as cursors
    from ingest_run r
    where r.account_id = ${accountId}
    order by r.run_id desc
    limit 1`.execute(db)
  const [row] = rows
  return !row || row.reading ? null : `${row.run_id} ${row.cursors ?? ''}`
}
