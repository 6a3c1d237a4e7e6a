import type { Json, JsonValue, NullableTimestamp, Timestamp } from './column.ts'

export interface QuarantineTable {
  account_id: number
  source: string
  fingerprint: string
  reason: string
  payload: Json<JsonValue>
  first_seen: Timestamp
  last_seen: Timestamp
  resolved_at: NullableTimestamp
}
