import type { BillingKind } from '../../engine/usage/billing-record.ts'
import type { Decimal, Json, NullableTimestamp, Timestamp } from './column.ts'

/** Each different value that a record was seen with; partitioned by month of `seen_at`. */
export interface BillingRecordVersionTable {
  account_id: number
  record_id: string
  seen_at: Timestamp
  /** When we took it: later than `seen_at` where it comes from a saved answer. */
  known_at: Timestamp
  /** When it was seen again for the first time after its last day was over. */
  confirmed_at: NullableTimestamp
  kind: BillingKind
  resource_id: string
  resource_name: string
  starts_at: Timestamp
  ends_at: NullableTimestamp
  minutes: number
  per_minute_rate: Decimal | null
  total_cost: Decimal
  currency: string
  status: string
  tier: string | null
  gpu_model: string | null
  gpu_count: number | null
  size_gb: number | null
  raw: Json
}
