import type { Timestamp, WithDefault } from './column.ts'

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
  /** Why it was not read to its end. */
  error: string | null
  /** What beside its rows could not be read. */
  note: string | null
  requests: WithDefault<number>
  finished_at: Timestamp
}
