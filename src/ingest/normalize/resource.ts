import type { HibernatedRow, ImageRow, InstanceRow, SnapshotRow, VolumeRow } from '../../barrack/contract/index.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import { parsePicos, type Instant, type ResourceType } from '../../engine/index.ts'

/** What a list says of a resource. Null = not told; undefined where the list has no such field. */
export interface ObservedResource {
  readonly resourceId: string
  readonly type: ResourceType
  readonly name: string | null
  readonly region: string | null
  readonly tier: string | null
  readonly currency: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly sizeGb: number | null
  readonly volumeType: string | null
  /** Null where it is told that there is none (a detached volume). */
  readonly sourceId: string | null | undefined
  readonly status: string | null
  readonly pricePerHourPicos: bigint | null
  /** Null where it is told that there is none. */
  readonly publicIp: string | null | undefined
  readonly createdAt: Instant | null
  readonly raw: JsonObject
}

const NOTHING = {
  gpuModel: null,
  gpuCount: null,
  sizeGb: null,
  volumeType: null,
  sourceId: undefined,
  pricePerHourPicos: null,
  publicIp: undefined,
}

export function normalizeInstance(row: InstanceRow, raw: JsonObject): ObservedResource {
  return {
    ...NOTHING,
    resourceId: row.id,
    type: 'instance',
    name: row.name,
    region: row.region,
    tier: row.tier,
    currency: row.currency,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    status: row.status,
    pricePerHourPicos: row.price_per_hour === null ? null : parsePicos(row.price_per_hour),
    publicIp: 'public_ip' in raw ? row.public_ip : undefined,
    createdAt: row.created_at,
    raw,
  }
}

export function normalizeVolume(row: VolumeRow, raw: JsonObject): ObservedResource {
  return {
    ...NOTHING,
    resourceId: row.id,
    type: 'volume',
    name: row.name,
    region: row.region,
    tier: row.tier,
    currency: row.currency,
    sizeGb: row.size_gb,
    volumeType: row.volume_type,
    sourceId: 'attached_to' in raw ? row.attached_to : undefined,
    status: row.status,
    createdAt: row.created_at,
    raw,
  }
}

export function normalizeSnapshot(row: SnapshotRow, raw: JsonObject): ObservedResource {
  return {
    ...NOTHING,
    resourceId: row.id,
    type: 'snapshot',
    name: row.name,
    region: row.region,
    tier: row.tier,
    currency: row.currency,
    sizeGb: row.size_gb,
    sourceId: row.instance_id ?? undefined,
    status: row.status,
    createdAt: row.created_at,
    raw,
  }
}

export function normalizeImage(row: ImageRow, raw: JsonObject): ObservedResource {
  return {
    ...NOTHING,
    resourceId: row.id,
    type: 'image',
    name: row.name,
    region: row.region,
    tier: row.tier,
    currency: row.currency,
    sizeGb: row.size_gb,
    sourceId: row.snapshot_id ?? undefined,
    status: row.status,
    createdAt: row.created_at,
    raw,
  }
}

/** A machine of the list of hibernated ones, which tells little more than that. */
export function normalizeHibernated(row: HibernatedRow): ObservedResource {
  return {
    ...NOTHING,
    resourceId: row.id,
    type: 'instance',
    name: row.name,
    region: null,
    tier: null,
    currency: null,
    status: 'HIBERNATED',
    createdAt: null,
    raw: {},
  }
}
