import type { Decimal, Json, NullableTimestamp, Timestamp } from './column.ts'

/** Each different value that a record was seen with; partitioned by month of `seen_at`. */
export interface BillingRecordVersionTable {
  account_id: number
  seen_at: Timestamp
  record_id: string
  ends_at: NullableTimestamp
  minutes: number
  per_minute_rate: Decimal | null
  total_cost: Decimal
  status: string
  raw: Json
}
