import { sql, type Selectable } from 'kysely'
import { parsePicos, type BillingRecord, type Instant, type PriceVersion } from '../engine/index.ts'
import type { StatusChange } from '../engine/index.ts'
import type { BillingRecordTable } from './schema/billing-record.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** What a billing record is made of. */
export const recordColumns = [
  'record_id',
  'kind',
  'resource_id',
  'resource_name',
  'starts_at',
  'ends_at',
  'minutes',
  'per_minute_rate',
  'total_cost',
  'currency',
  'status',
  'tier',
  'gpu_model',
  'gpu_count',
  'size_gb',
] as const
export type RecordRow = Pick<Selectable<BillingRecordTable>, (typeof recordColumns)[number]>

export function toRecord(row: RecordRow): BillingRecord {
  return {
    recordId: row.record_id,
    kind: row.kind,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    minutes: row.minutes,
    perMinutePicos: picosOrNull(row.per_minute_rate),
    totalPicos: parsePicos(row.total_cost),
    currency: row.currency,
    status: row.status,
    tier: row.tier,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    sizeGb: row.size_gb,
  }
}

/** The records that were open at `since` or began later, as last read. */
export async function findRecordsSince(db: Connection, accountId: number, since: Instant): Promise<BillingRecord[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select(recordColumns)
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>=', timestamptz(since))]))
    .orderBy('starts_at')
    .orderBy('record_id')
    .execute()
  return rows.map(toRecord)
}

/** All list prices that the account ever had. */
export async function findPriceVersions(db: Connection, accountId: number): Promise<PriceVersion[]> {
  const rows = await db
    .selectFrom('price_version')
    .select(['sku', 'currency', 'price', 'unit', 'valid_from', 'valid_to', 'source', 'last_seen'])
    .where('account_id', '=', accountId)
    .execute()
  return rows.map((row) => ({
    sku: row.sku,
    currency: row.currency,
    pricePicos: parsePicos(row.price),
    unit: row.unit,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    source: row.source,
    ...(row.source === 'observed' && { lastSeenAt: row.last_seen }),
  }))
}

/** The status changes of some resources, sorted by resource and time. */
export async function findStatusChanges(
  db: Connection,
  accountId: number,
  resourceIds: readonly string[],
): Promise<StatusChange[]> {
  const rows = await db
    .selectFrom('resource_status')
    .select(['resource_id', 'observed_at', 'status'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`resource_id = any(${sql.val(resourceIds)}::text[])`)
    .orderBy('resource_id')
    .orderBy('observed_at')
    .execute()
  return rows.map((row) => ({ resourceId: row.resource_id, observedAt: row.observed_at, status: row.status }))
}

const picosOrNull = (decimal: string | null): bigint | null => (decimal === null ? null : parsePicos(decimal))
