import type { Json, Timestamp } from './column.ts'

/** Which machines stop first where a wallet has to last; one row of an account that said so. */
export interface StopOrderTable {
  account_id: number
  /** Ids, the least important first. */
  first: Json<readonly string[]>
  /** Ids of those that have to run on. */
  keep: Json<readonly string[]>
  changed_at: Timestamp
}
