import type { Timestamp } from './column.ts'

/** Changes only: a row says 'from this observation on'. */
export interface ResourceStatusTable {
  account_id: number
  resource_id: string
  observed_at: Timestamp
  status: string
}
