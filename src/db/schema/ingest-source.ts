import type { Timestamp } from './column.ts'

/** What one run did with one source. */
export interface IngestSourceTable {
  account_id: number
  run_id: number
  source: string
  fetched: number
  inserted: number
  updated: number
  unchanged: number
  quarantined: number
  error: string | null
  finished_at: Timestamp
}
