import { sql } from 'kysely'
import { parsePicos } from '../engine/money.ts'
import type { Instant } from '../engine/time.ts'
import type { BillingKind, BillingRecord } from '../engine/usage/billing-record.ts'
import { copyRows } from './copy-rows.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'
import { excluded, insertRows, type Columns } from './unnest.ts'

/** A record with the moment at which it was first seen with this value: what it was rated with is what was known then. */
export interface StoredRecord extends BillingRecord {
  readonly changedAt: Instant
}

export interface RecordToWrite {
  readonly record: BillingRecord
  readonly fingerprint: string
  readonly raw: JsonObject
}

/** When a value was seen, and when we took it: later where it comes from a saved answer. */
export interface Sight {
  readonly seenAt: Instant
  readonly knownAt: Instant
}

/** Which value a record was last seen with, and when that was last written down. */
export interface RecordState {
  readonly fingerprint: string
  readonly changedAt: Instant
  readonly lastSeenAt: Instant
}

/**
 * Looks each id up by itself: while a table is first filled the server knows nothing of it, and `record_id = any(...)`
 * then goes through all records of the account, for every batch again.
 */
export async function findRecordStates(
  db: Connection,
  accountId: number,
  ids: readonly string[],
): Promise<Map<string, RecordState>> {
  const { rows } = await sql<{ id: string } & RecordState>`
    select r.* from unnest(${ids}::text[]) as asked (id) cross join lateral (
      select record_id as id, fingerprint, changed_at as "changedAt", last_seen as "lastSeenAt" from billing_record
      where account_id = ${accountId} and record_id = asked.id limit 1
    ) r`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The latest value of some records, or of all records of some resources, or of those that are open. */
export async function findRecords(
  db: Connection,
  accountId: number,
  filter: { ids: readonly string[] } | { resourceIds: readonly string[] } | { open: true },
): Promise<StoredRecord[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select(['record_id', 'kind', 'resource_id', 'resource_name', 'starts_at', 'ends_at', 'minutes'])
    .select(['per_minute_rate', 'total_cost', 'currency', 'status', 'tier', 'gpu_model', 'gpu_count', 'size_gb'])
    .select('changed_at')
    .where('account_id', '=', accountId)
    .where((eb) =>
      'ids' in filter
        ? sql<boolean>`record_id = any(${filter.ids}::text[])`
        : 'resourceIds' in filter
          ? sql<boolean>`resource_id = any(${filter.resourceIds}::text[])`
          : eb('ends_at', 'is', null),
    )
    .orderBy('record_id')
    .execute()
  return rows.map((row) => ({
    recordId: row.record_id,
    kind: row.kind,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    minutes: row.minutes,
    perMinutePicos: row.per_minute_rate === null ? null : parsePicos(row.per_minute_rate),
    totalPicos: parsePicos(row.total_cost),
    currency: row.currency,
    status: row.status,
    tier: row.tier,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    sizeGb: row.size_gb,
    changedAt: row.changed_at,
  }))
}

/** The records of a kind that still grow. */
export async function findOpenIds(db: Connection, accountId: number, kind: BillingKind): Promise<string[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select('record_id')
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('ends_at', 'is', null)
    .execute()
  return rows.map((row) => row.record_id)
}

/** Up to `limit` records after an id, by id. */
export async function findRecordsAfter(
  db: Connection,
  accountId: number,
  after: string,
  limit: number,
): Promise<StoredRecord[]> {
  const { rows } = await sql<{ id: string }>`
    select record_id as id from billing_record where account_id = ${accountId} and record_id > ${after}
    order by record_id limit ${limit}`.execute(db)
  return findRecords(db, accountId, { ids: rows.map(({ id }) => id) })
}

/** From the first start to the last end of billed time; null where there is no record. */
export async function findRecordExtent(
  db: Connection,
  accountId: number,
): Promise<{ readonly from: Instant; readonly to: Instant } | null> {
  const { rows } = await sql<{ from: Instant | null; to: Instant | null }>`
    select min(starts_at) as from, max(starts_at + minutes * interval '1 minute') as to
    from billing_record where account_id = ${accountId}`.execute(db)
  const { from = null, to = null } = rows[0] ?? {}
  return from === null || to === null ? null : { from, to }
}

/** Writes new and changed records and appends this value of each to its history. */
export async function writeRecords(
  tx: Connection,
  accountId: number,
  { inserted, updated }: { inserted: readonly RecordToWrite[]; updated: readonly RecordToWrite[] },
  { seenAt, knownAt }: Sight,
): Promise<void> {
  const value = {
    kind: ['text', ({ record }) => record.kind],
    resource_id: ['text', ({ record }) => record.resourceId],
    resource_name: ['text', ({ record }) => record.resourceName],
    starts_at: ['timestamptz', ({ record }) => record.startsAt],
    ends_at: ['timestamptz', ({ record }) => record.endsAt],
    minutes: ['int8', ({ record }) => record.minutes],
    per_minute_rate: ['picos', ({ record }) => record.perMinutePicos],
    total_cost: ['picos', ({ record }) => record.totalPicos],
    currency: ['text', ({ record }) => record.currency],
    status: ['text', ({ record }) => record.status],
    tier: ['text', ({ record }) => record.tier],
    gpu_model: ['text', ({ record }) => record.gpuModel],
    gpu_count: ['int4', ({ record }) => record.gpuCount],
    size_gb: ['int8', ({ record }) => record.sizeGb],
  } satisfies Columns<RecordToWrite>
  const latest: Columns<RecordToWrite> = {
    record_id: ['text', ({ record }) => record.recordId],
    ...value,
    fingerprint: ['text', ({ fingerprint }) => fingerprint],
    first_seen: ['timestamptz', () => seenAt],
    changed_at: ['timestamptz', () => seenAt],
    last_seen: ['timestamptz', () => seenAt],
  }
  const version: Columns<RecordToWrite> = {
    record_id: ['text', ({ record }) => record.recordId],
    seen_at: ['timestamptz', () => seenAt],
    known_at: ['timestamptz', () => knownAt],
    ...value,
    raw: ['jsonb', ({ raw }) => raw],
  }
  if (inserted.length > 0) {
    await copyRows(tx, 'billing_record', accountId, inserted, latest)
    await copyRows(tx, 'billing_record_version', accountId, inserted, version)
  }
  if (updated.length === 0) return
  await sql`${insertRows('billing_record', accountId, updated, latest)} on conflict (account_id, record_id) do update
    set ${excluded(...Object.keys(value), 'fingerprint', 'changed_at', 'last_seen')}`.execute(tx)
  // Two values at one moment (a clock that stands still) are one: the later.
  await sql`${insertRows('billing_record_version', accountId, updated, version)}
    on conflict (account_id, record_id, seen_at) do update
    set ${excluded(...Object.keys(value), 'known_at', 'raw')}, confirmed_at = null`.execute(tx)
}

/** Says that unchanged records were seen again, of the value that they have. */
export async function touchRecords(tx: Connection, accountId: number, ids: readonly string[], at: Instant) {
  if (ids.length === 0) return
  await sql`with touched as (
      update billing_record set last_seen = ${isoOf(at)}::timestamptz
      where account_id = ${accountId} and record_id = any(${ids}::text[])
      returning record_id, changed_at
    )
    update billing_record_version v set confirmed_at = ${isoOf(at)}::timestamptz
    from touched t
    where v.account_id = ${accountId} and v.record_id = t.record_id and v.seen_at = t.changed_at`.execute(tx)
}
