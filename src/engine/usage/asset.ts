import type { BillingRecord } from './billing-record.ts'
import type { Resource, ResourceType } from './resource.ts'

/** What is priced by time; AI models are priced by what they read and write. */
export type AssetKind = Exclude<ResourceType, 'ai_model'>

/** What is being paid for, as far as record and resource list tell it together. */
export interface Asset {
  readonly kind: AssetKind
  readonly tier: string | null
  /** Null for what is no machine. */
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  /** Null for a machine. */
  readonly sizeGb: number | null
  readonly volumeType: string | null
}

/** The record is what was billed and speaks first; what it does not tell (a volume's type, say) the resource list does. */
export function assetOf(kind: AssetKind, record: BillingRecord | null, resource: Resource | null): Asset {
  const isMachine = kind === 'instance'
  return {
    kind,
    tier: record?.tier ?? resource?.tier ?? null,
    gpuModel: isMachine ? (record?.gpuModel ?? resource?.gpuModel ?? null) : null,
    gpuCount: isMachine ? (record?.gpuCount ?? resource?.gpuCount ?? null) : null,
    sizeGb: isMachine ? null : (record?.sizeGb ?? resource?.sizeGb ?? null),
    volumeType: resource?.volumeType ?? null,
  }
}
