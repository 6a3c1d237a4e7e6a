import type { Json, JsonValue, NullableTimestamp, Timestamp } from './column.ts'

export interface QuarantineTable {
  account_id: number
  source: string
  fingerprint: string
  reason: string
  payload: Json<JsonValue>
  first_seen: Timestamp
  last_seen: Timestamp
  /** When it came, or came again after it had been understood. */
  opened_at: Timestamp
  resolved_at: NullableTimestamp
}
