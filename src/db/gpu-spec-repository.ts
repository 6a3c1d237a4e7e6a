import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'

/** A machine that can be had: so many GPUs of a model, with what comes along. */
export interface GpuSpec {
  readonly gpuModel: string
  readonly tier: string
  readonly gpuCount: number
  readonly vcpus: number | null
  readonly ramGb: number | null
  readonly rootDiskGb: number | null
  readonly ephemeralGb: number | null
  readonly vramGb: number | null
  readonly canHibernate: boolean | null
  readonly regions: readonly string[]
}

export async function findGpuSpecs(db: Connection, accountId: number): Promise<GpuSpec[]> {
  return db
    .selectFrom('gpu_spec')
    .select(['gpu_model as gpuModel', 'tier', 'gpu_count as gpuCount', 'vcpus', 'ram_gb as ramGb'])
    .select(['root_disk_gb as rootDiskGb', 'ephemeral_gb as ephemeralGb', 'vram_gb as vramGb'])
    .select(['can_hibernate as canHibernate', 'regions'])
    .where('account_id', '=', accountId)
    .execute()
}

export async function upsertGpuSpecs(
  tx: Connection,
  accountId: number,
  rows: readonly (GpuSpec & { readonly raw: JsonObject })[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const insert = insertRows<(typeof rows)[number]>('gpu_spec', accountId, rows, {
    gpu_model: ['text', (row) => row.gpuModel],
    tier: ['text', (row) => row.tier],
    gpu_count: ['int4', (row) => row.gpuCount],
    vcpus: ['int4', (row) => row.vcpus],
    ram_gb: ['int4', (row) => row.ramGb],
    root_disk_gb: ['int4', (row) => row.rootDiskGb],
    ephemeral_gb: ['int4', (row) => row.ephemeralGb],
    vram_gb: ['int4', (row) => row.vramGb],
    can_hibernate: ['boolean', (row) => row.canHibernate],
    regions: ['text[]', (row) => row.regions],
    raw: ['jsonb', (row) => row.raw],
    first_seen: ['timestamptz', () => at],
    last_seen: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, gpu_model, tier, gpu_count) do update set ${excluded(
    'vcpus',
    'ram_gb',
    'root_disk_gb',
    'ephemeral_gb',
    'vram_gb',
    'can_hibernate',
    'regions',
    'raw',
    'last_seen',
  )}`.execute(tx)
}
