import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'

export interface RegionRow {
  readonly region: string
  readonly country: string | null
  readonly status: string | null
  readonly tiers: readonly string[]
}

export async function findRegionRows(db: Connection, accountId: number): Promise<RegionRow[]> {
  return db
    .selectFrom('region')
    .select(['region', 'country', 'status', 'tiers'])
    .where('account_id', '=', accountId)
    .execute()
}

export async function upsertRegions(
  tx: Connection,
  accountId: number,
  rows: readonly (RegionRow & { readonly raw: JsonObject })[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const insert = insertRows<(typeof rows)[number]>('region', accountId, rows, {
    region: ['text', (row) => row.region],
    country: ['text', (row) => row.country],
    status: ['text', (row) => row.status],
    tiers: ['text[]', (row) => row.tiers],
    raw: ['jsonb', (row) => row.raw],
    first_seen: ['timestamptz', () => at],
    last_seen: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, region) do update
    set ${excluded('country', 'status', 'tiers', 'raw', 'last_seen')}`.execute(tx)
}
