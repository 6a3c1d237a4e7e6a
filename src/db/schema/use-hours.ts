import type { DayColumn, Decimal, Timestamp } from './column.ts'

/** '' = not told. */
export interface UseHoursTable {
  account_id: number
  resource_id: string
  day: DayColumn
  project: string
  owner: string
  cost_center: string
  hours: Decimal
  entered_at: Timestamp
}
