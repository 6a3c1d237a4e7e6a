import type { BillingKind } from '../../engine/usage/billing-record.ts'
import type { Decimal, NullableTimestamp, Timestamp } from './column.ts'

/** The latest value of each record; the answer that it came in stands with its version. */
export interface BillingRecordTable {
  account_id: number
  record_id: string
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
  fingerprint: string
  first_seen: Timestamp
  changed_at: Timestamp
  last_seen: Timestamp
}
