import { sql } from 'kysely'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { Instant } from '../engine/time.ts'
import type { TypedFact } from '../engine/usage/missing-facts.ts'
import type { Resource, ResourceType } from '../engine/usage/resource.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, type Columns } from './unnest.ts'

export interface StoredResource extends Resource {
  readonly publicIp: string | null
  /** Facts that people typed, because no list tells them. */
  readonly typed: TypedFacts
}

/** Who typed a fact, and when (ISO text). */
export type TypedFacts = Readonly<Partial<Record<TypedFact, { readonly by: string; readonly at: string }>>>

export interface ResourceFilter {
  readonly ids?: readonly string[]
  readonly types?: readonly ResourceType[]
}

/** The resources of an account, deleted ones included, by id. */
export async function findResources(
  db: Connection,
  accountId: number,
  { ids, types }: ResourceFilter = {},
): Promise<StoredResource[]> {
  const rows = await db
    .selectFrom('resource')
    .select(['resource_id', 'resource_type', 'name', 'region', 'tier', 'currency', 'gpu_model', 'gpu_count', 'size_gb'])
    .select(['volume_type', 'source_id', 'status', 'price_per_hour', 'public_ip', 'created_at'])
    .select(['first_seen', 'last_seen', 'deleted_seen', 'typed'])
    .where('account_id', '=', accountId)
    .$if(ids !== undefined, (query) => query.where(sql<boolean>`resource_id = any(${ids}::text[])`))
    .$if(types !== undefined, (query) => query.where('resource_type', 'in', types!))
    .orderBy('resource_id')
    .execute()
  return rows.map((row) => ({
    resourceId: row.resource_id,
    type: row.resource_type,
    name: row.name,
    region: row.region,
    tier: row.tier,
    currency: row.currency,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    sizeGb: row.size_gb,
    volumeType: row.volume_type,
    sourceId: row.source_id,
    status: row.status,
    pricePerHourPicos: row.price_per_hour === null ? null : parsePicos(row.price_per_hour),
    publicIp: row.public_ip,
    createdAt: row.created_at,
    firstSeenAt: row.first_seen,
    lastSeenAt: row.last_seen,
    deletedSeenAt: row.deleted_seen,
    typed: row.typed,
  }))
}

/** Writes whole resources as they are known from a moment on; `raw` undefined leaves what the list said last. */
export async function upsertResources(
  tx: Connection,
  accountId: number,
  rows: readonly (StoredResource & { readonly raw?: JsonObject | undefined })[],
  knownAt: Instant,
): Promise<void> {
  if (rows.length === 0) return
  const facts = {
    resource_type: ['text', (row) => row.type],
    name: ['text', (row) => row.name],
    region: ['text', (row) => row.region],
    tier: ['text', (row) => row.tier],
    currency: ['text', (row) => row.currency],
    gpu_model: ['text', (row) => row.gpuModel],
    gpu_count: ['int4', (row) => row.gpuCount],
    size_gb: ['int8', (row) => row.sizeGb],
    volume_type: ['text', (row) => row.volumeType],
    source_id: ['text', (row) => row.sourceId],
    status: ['text', (row) => row.status],
    price_per_hour: ['numeric', (row) => (row.pricePerHourPicos === null ? null : formatPicos(row.pricePerHourPicos))],
    public_ip: ['text', (row) => row.publicIp],
    created_at: ['timestamptz', (row) => row.createdAt],
    first_seen: ['timestamptz', (row) => row.firstSeenAt],
    last_seen: ['timestamptz', (row) => row.lastSeenAt],
    deleted_seen: ['timestamptz', (row) => row.deletedSeenAt],
    typed: ['jsonb', (row) => row.typed],
  } satisfies Columns<(typeof rows)[number]>
  const set = excluded(...Object.keys(facts))
  const latest = insertRows<(typeof rows)[number]>('resource', accountId, rows, {
    resource_id: ['text', (row) => row.resourceId],
    ...facts,
    raw: ['jsonb', (row) => row.raw ?? {}],
  })
  await sql`${latest} on conflict (account_id, resource_id) do update
    set ${set}, raw = case when excluded.raw = '{}' then resource.raw else excluded.raw end`.execute(tx)
  const version = insertRows<(typeof rows)[number]>('resource_version', accountId, rows, {
    resource_id: ['text', (row) => row.resourceId],
    known_at: ['timestamptz', () => knownAt],
    ...facts,
  })
  await sql`${version} on conflict (account_id, resource_id, known_at) do update set ${set}`.execute(tx)
}

/** What a version holds of its resource. */
const FACTS = sql.raw(
  `resource_type, name, region, tier, currency, gpu_model, gpu_count, size_gb, volume_type, source_id, status,
    price_per_hour, public_ip, created_at, first_seen, last_seen, deleted_seen, typed`,
)

/**
 * After a list was read to its end: what it no longer holds was last seen when the list was read before, and is gone.
 * Gives how many those are.
 */
export async function markDeleted(
  tx: Connection,
  accountId: number,
  type: ResourceType,
  listed: readonly string[],
  { previousReadAt, at }: { previousReadAt: Instant | null; at: Instant },
): Promise<number> {
  const lastSeen =
    previousReadAt === null ? sql`last_seen` : sql`greatest(last_seen, ${isoOf(previousReadAt)}::timestamptz)`
  const result = await sql`with gone as (
      update resource r set deleted_seen = ${isoOf(at)}::timestamptz, last_seen = ${lastSeen}
      where r.account_id = ${accountId} and r.resource_type = ${type} and r.deleted_seen is null
        and not exists (select from unnest(${listed}::text[]) as listed (id) where listed.id = r.resource_id)
      returning *
    )
    insert into resource_version (account_id, resource_id, known_at, ${FACTS})
    select account_id, resource_id, ${isoOf(at)}::timestamptz, ${FACTS} from gone
    on conflict (account_id, resource_id, known_at) do update
    set last_seen = excluded.last_seen, deleted_seen = excluded.deleted_seen`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
