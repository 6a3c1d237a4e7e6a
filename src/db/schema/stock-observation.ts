import type { JsonWithDefault, Timestamp } from './column.ts'

/** Partitioned by month of `observed_at`. */
export interface StockObservationTable {
  account_id: number
  observed_at: Timestamp
  region: string
  gpu_model: string
  available: number | null
  available_is_floor: boolean
  available_text: string | null
  planned_7_days: string | null
  planned_30_days: string | null
  planned_100_days: string | null
  configurations: JsonWithDefault
}
