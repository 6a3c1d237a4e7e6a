import type { DayColumn, Decimal, Identity, JsonWithDefault, Timestamp } from './column.ts'

/** Money that was granted for some time. */
export interface FundTable {
  account_id: number
  fund_id: Identity
  name: string
  currency: string
  amount: Decimal
  first_day: DayColumn
  /** Inclusive. */
  last_day: DayColumn
  projects: JsonWithDefault<readonly string[]>
  owners: JsonWithDefault<readonly string[]>
  cost_centers: JsonWithDefault<readonly string[]>
  note: string | null
  created_at: Timestamp
  changed_at: Timestamp
}
