import type { DayColumn, Decimal } from './column.ts'

/** Whose a resource was over days of closed months; `from_day` may be infinite (day-bound.ts). */
export interface ClosedAssignmentTable {
  account_id: number
  key: string
  from_day: DayColumn
  to_day: DayColumn
  part: number
  share: Decimal
  project: string | null
  owner: string | null
  cost_center: string | null
}
