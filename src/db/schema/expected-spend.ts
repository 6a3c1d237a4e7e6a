import type { Timestamp } from './column.ts'

/** Anomalies of which somebody said that they were to be expected. */
export interface ExpectedSpendTable {
  account_id: number
  /** The anomaly's, as the API gives it. */
  anomaly_id: string
  note: string | null
  said_by: string
  said_at: Timestamp
}
