import type { RefusedRow } from '../../barrack/parse-rows.ts'
import type { InstanceBillingRow, SnapshotBillingRow, VolumeBillingRow } from '../../barrack/contract/index.ts'
import { currency } from '../../barrack/contract/scalars.ts'
import type { RecordToWrite } from '../../db/billing-record-repository.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { parsePicos, type BillingKind, type BillingRecord, type Instant } from '../../engine/index.ts'
import { fingerprintOf } from '../fingerprint.ts'

/** What stands beside the records and holds for those that do not say otherwise. */
export interface BillingEnvelope {
  readonly currency?: unknown
}

export type AnyBillingRow = InstanceBillingRow | VolumeBillingRow | SnapshotBillingRow

const MINUTE_MS = 60_000
const EARLIEST = Date.UTC(2015, 0)
const DAYS_AHEAD_MS = 366 * 86_400_000

/** What the record is about, under the names that each kind has for it. */
function subjectOf(kind: BillingKind, row: AnyBillingRow) {
  switch (kind) {
    case 'instance': {
      const {
        instance_id: resourceId,
        vm_name: name,
        gpu_type: gpuModel,
        gpu_count: gpuCount,
      } = row as InstanceBillingRow
      return { resourceId, resourceName: name ?? resourceId, gpuModel, gpuCount, sizeGb: null }
    }
    case 'volume': {
      const { volume_id: resourceId, volume_name: name, size_gb: sizeGb } = row as VolumeBillingRow
      return { resourceId, resourceName: name ?? resourceId, gpuModel: null, gpuCount: null, sizeGb }
    }
    case 'snapshot': {
      const { snapshot_id: resourceId, snapshot_name: name, size_gb: sizeGb } = row as SnapshotBillingRow
      return { resourceId, resourceName: name ?? resourceId, gpuModel: null, gpuCount: null, sizeGb }
    }
  }
}

/** Null where no currency is told, with the record or beside it. */
function recordOf(kind: BillingKind, row: AnyBillingRow, envelope: BillingEnvelope): BillingRecord | null {
  const money = row.currency ?? currency.safeParse(envelope.currency).data
  if (money === undefined) return null
  return {
    ...subjectOf(kind, row),
    recordId: row.billing_id,
    kind,
    startsAt: row.start_time,
    endsAt: row.end_time,
    minutes: row.total_duration_minutes,
    perMinutePicos: row.per_minute_rate === null ? null : parsePicos(row.per_minute_rate),
    totalPicos: parsePicos(row.total_cost),
    currency: money,
    status: row.status,
    tier: row.tier,
  }
}

/** Rows of one answer as records ready to be compared; those that cannot be believed are refused with the reason. */
export function normalizeRecords(
  kind: BillingKind,
  rows: readonly { readonly value: AnyBillingRow; readonly raw: JsonObject }[],
  envelope: BillingEnvelope,
  readAt: Instant,
): { records: RecordToWrite[]; refused: RefusedRow[] } {
  const records: RecordToWrite[] = []
  const refused: RefusedRow[] = []
  for (const { value, raw } of rows) {
    const record = recordOf(kind, value, envelope)
    const reason = record === null ? 'currency: neither the record nor the answer tells one' : disbelief(record, readAt)
    if (record === null || reason !== null) refused.push({ raw, reason: reason! })
    else records.push({ record, fingerprint: recordFingerprint(record), raw })
  }
  return { records, refused }
}

/** Times that would lay charges over decades; a clock may be off by hours, not by years. */
function disbelief(record: BillingRecord, readAt: Instant): string | null {
  if (record.startsAt < EARLIEST) return 'start_time: lies before 2015'
  const latest = readAt + DAYS_AHEAD_MS
  if (record.startsAt > latest || (record.endsAt ?? 0) > latest) return 'start_time or end_time: more than a year ahead'
  if (record.startsAt + record.minutes * MINUTE_MS > latest)
    return 'total_duration_minutes: reaches more than a year ahead'
  return null
}

/** The same for two readings of a record exactly when everything that we understand of it is the same. */
export function recordFingerprint(record: BillingRecord): string {
  return fingerprintOf([
    record.kind,
    record.resourceId,
    record.resourceName,
    record.startsAt,
    record.endsAt,
    record.minutes,
    record.perMinutePicos,
    record.totalPicos,
    record.currency,
    record.status,
    record.tier,
    record.gpuModel,
    record.gpuCount,
    record.sizeGb,
  ])
}
