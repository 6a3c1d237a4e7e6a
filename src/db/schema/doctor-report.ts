import type { Json, Timestamp } from './column.ts'

export interface DoctorReportTable {
  account_id: number
  made_at: Timestamp
  report: Json
}
