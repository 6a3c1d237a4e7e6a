import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { IngestSource } from './ingest-run-repository.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf, isoOrNull } from './timestamp.ts'

/** A source that was read to its end. */
export interface SourceEnd extends IngestSource {
  readonly error: null
  readonly cursor: JsonObject
  /** Rows in quarantine that did not come since are settled; null where rows that did not come may still be there. */
  readonly unseenSince: Instant | null
}

/**
 * Says that a source was read to its end, in the transaction of its last rows: the cursor, the line of the run, and
 * that what no longer came, or came in a form that parses, has left quarantine. One statement, since every source of
 * every reading ends with it.
 */
export async function recordSourceEnd(
  tx: Connection,
  accountId: number,
  runId: number,
  {
    source,
    fetched,
    inserted,
    updated,
    unchanged,
    quarantined,
    note,
    requests,
    finishedAt,
    cursor,
    unseenSince,
  }: SourceEnd,
): Promise<void> {
  const at = sql`${isoOf(finishedAt)}::timestamptz`
  await sql`with settled as (
      update quarantine set resolved_at = ${at}
      where account_id = ${accountId} and source = ${source} and resolved_at is null
        and last_seen < ${isoOrNull(unseenSince)}::timestamptz
    ), kept as (
      insert into source_cursor (account_id, source, read_at, cursor)
      values (${accountId}, ${source}, ${at}, ${JSON.stringify(cursor)}::jsonb)
      on conflict (account_id, source) do update set read_at = excluded.read_at, cursor = excluded.cursor
    )
    insert into ingest_source
      (account_id, run_id, source, fetched, inserted, updated, unchanged, quarantined, note, requests, finished_at)
    values (${accountId}, ${runId}, ${source}, ${fetched}, ${inserted}, ${updated}, ${unchanged}, ${quarantined},
      ${note ?? null}, ${requests}, ${at})`.execute(tx)
}
