import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows } from './unnest.ts'
import { sql } from 'kysely'

/** A row of the API that could not be understood. */
export interface Refused {
  readonly fingerprint: string
  readonly reason: string
  readonly payload: unknown
}

/** Sets rows aside; one that was set aside and understood before is open again, and that time is kept beside. */
export async function setAside(
  tx: Connection,
  accountId: number,
  source: string,
  rows: readonly Refused[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const distinct = [...new Map(rows.map((row) => [row.fingerprint, row])).values()]
  const insert = insertRows<Refused>('quarantine', accountId, distinct, {
    source: ['text', () => source],
    fingerprint: ['text', (row) => row.fingerprint],
    reason: ['text', (row) => row.reason],
    payload: ['jsonb', (row) => row.payload ?? null],
    first_seen: ['timestamptz', () => at],
    last_seen: ['timestamptz', () => at],
    opened_at: ['timestamptz', () => at],
  })
  await sql`insert into quarantine_past select * from quarantine
    where account_id = ${accountId} and source = ${source} and resolved_at is not null
      and fingerprint = any(${distinct.map(({ fingerprint }) => fingerprint)}::text[])`.execute(tx)
  await sql`${insert} on conflict (account_id, source, fingerprint) do update
    set ${excluded('reason', 'last_seen')}, resolved_at = null,
      opened_at = case when quarantine.resolved_at is null then quarantine.opened_at else excluded.opened_at end`.execute(
    tx,
  )
}

/** A row that waits, with the moment at which it last came. */
export interface Waiting extends Refused {
  readonly source: string
  readonly lastSeenAt: Instant
}

/** What waits in quarantine, of all sources or of some, in the order in which it last came. */
export async function findWaiting(db: Connection, accountId: number, sources?: readonly string[]): Promise<Waiting[]> {
  return db
    .selectFrom('quarantine')
    .select(['source', 'fingerprint', 'reason', 'payload', 'last_seen as lastSeenAt'])
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .$if(sources !== undefined, (query) => query.where('source', 'in', sources!))
    .orderBy('last_seen')
    .orderBy('source')
    .orderBy('fingerprint')
    .execute()
}

/** Takes rows out of quarantine. */
export async function release(tx: Connection, accountId: number, source: string, rows: readonly string[], at: Instant) {
  if (rows.length === 0) return
  await tx
    .updateTable('quarantine')
    .set({ resolved_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('source', '=', source)
    .where('fingerprint', 'in', rows)
    .execute()
}
