import type { Decimal, JsonWithDefault, Timestamp } from './column.ts'

/** What was forecast when, for the accuracy of later days. */
export interface ForecastRunTable {
  account_id: number
  made_at: Timestamp
  currency: string
  starts_at: Timestamp
  ends_at: Timestamp
  method: string
  billed_so_far: Decimal
  p10: Decimal
  p50: Decimal
  p90: Decimal
  detail: JsonWithDefault
}
