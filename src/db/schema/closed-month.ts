import type { DayColumn, Json, Timestamp } from './column.ts'

/** A month that was closed, with what was still open then and the figures of its statement. */
export interface ClosedMonthTable {
  account_id: number
  /** '2026-03'. */
  month: string
  from_day: DayColumn
  to_day: DayColumn
  starts_at: Timestamp
  ends_at: Timestamp
  /** The zone of its days. */
  zone: string
  closed_at: Timestamp
  closed_by: string
  open_items: Json<readonly unknown[]>
  statement: Json<readonly unknown[]>
  /** The prices that held in it. */
  rates: Json<readonly unknown[]>
}
