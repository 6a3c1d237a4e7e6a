import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { MachineDetails } from './schema/machine-detail.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, unnest, type Columns } from './unnest.ts'

export type { MachineDetails } from './schema/machine-detail.ts'

/** A machine that was asked about. */
export interface AskedMachine {
  readonly resourceId: string
  /** What the list said of it then. */
  readonly listed: string
  /** Null where there was no answer for it: what was told before stays. */
  readonly details: MachineDetails | null
  readonly raw: JsonObject
}

/** What is known of a machine beyond the list, since when, and when it was last asked. */
export interface ToldMachine {
  readonly resourceId: string
  readonly details: MachineDetails
  readonly knownAt: Instant
  readonly readAt: Instant
}

/** What the list said of each machine when it was last asked about, and whether any of them ever told anything. */
export async function findAsked(
  db: Connection,
  accountId: number,
): Promise<{ listed: Map<string, string>; hasTold: boolean }> {
  const { rows } = await sql<{ id: string; listed: string; told: boolean }>`
    select distinct on (resource_id) resource_id as id, listed, details is not null as told
    from machine_detail where account_id = ${accountId}
    order by resource_id, known_at desc`.execute(db)
  return { listed: new Map(rows.map(({ id, listed }) => [id, listed])), hasTold: rows.some(({ told }) => told) }
}

/** What is known last of each machine that ever told anything, deleted ones included, by id. */
export async function findMachineDetails(db: Connection, accountId: number): Promise<ToldMachine[]> {
  const { rows } = await sql<ToldMachine>`
    select distinct on (resource_id)
      resource_id as "resourceId", details, known_at as "knownAt", read_at as "readAt"
    from machine_detail where account_id = ${accountId} and details is not null
    order by resource_id, known_at desc`.execute(db)
  return rows
}

/** Keeps answers: one that tells what is known moves only the time of the last look, any other begins a version. */
export async function saveMachineDetails(
  tx: Connection,
  accountId: number,
  rows: readonly AskedMachine[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const columns = {
    resource_id: ['text', (row) => row.resourceId],
    listed: ['text', (row) => row.listed],
    details: ['jsonb', (row) => row.details],
    raw: ['jsonb', (row) => row.raw],
  } satisfies Columns<AskedMachine>
  const kept = await sql<{ id: string }>`
    update machine_detail d set listed = u.listed, read_at = ${isoOf(at)}::timestamptz
    from ${unnest<AskedMachine>(rows, columns)}
    where d.account_id = ${accountId} and d.resource_id = u.resource_id
      and (u.details is null or d.details = u.details)
      and d.known_at = (
        select max(l.known_at) from machine_detail l where l.account_id = ${accountId} and l.resource_id = u.resource_id
      )
    returning d.resource_id as id`.execute(tx)
  const known = new Set(kept.rows.map(({ id }) => id))
  const news = rows.filter(({ resourceId }) => !known.has(resourceId))
  if (news.length === 0) return
  const insert = insertRows<AskedMachine>('machine_detail', accountId, news, {
    ...columns,
    known_at: ['timestamptz', () => at],
    read_at: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, resource_id, known_at) do update
    set ${excluded('listed', 'details', 'raw', 'read_at')}`.execute(tx)
}
