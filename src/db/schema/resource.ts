import type { ResourceType } from '../../engine/usage/resource.ts'
import type { Decimal, JsonWithDefault, NullableTimestamp, Timestamp } from './column.ts'

export interface ResourceTable {
  account_id: number
  resource_id: string
  resource_type: ResourceType
  name: string
  region: string | null
  tier: string | null
  currency: string | null
  gpu_model: string | null
  gpu_count: number | null
  size_gb: number | null
  volume_type: string | null
  source_id: string | null
  status: string | null
  price_per_hour: Decimal | null
  public_ip: string | null
  created_at: NullableTimestamp
  first_seen: Timestamp
  last_seen: Timestamp
  deleted_seen: NullableTimestamp
  /** Facts that people typed, because no list tells them any more: `{region: {by, at}}`. */
  typed: JsonWithDefault
  raw: JsonWithDefault
}
