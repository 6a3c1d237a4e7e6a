import type { DayColumn, Decimal, Timestamp } from './column.ts'

/** A person's word on one resource; `from_day` and `to_day` may be infinite (day-bound.ts). */
export interface AssignmentTable {
  account_id: number
  resource_id: string
  from_day: DayColumn
  to_day: DayColumn
  /** Numbers the parts of a shared machine. */
  part: number
  project: string | null
  owner: string | null
  cost_center: string | null
  share: Decimal
  source: 'hand' | 'file'
  entered_at: Timestamp
}
