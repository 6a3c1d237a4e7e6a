import type { JsonWithDefault, Timestamp } from './column.ts'

export interface SourceCursorTable {
  account_id: number
  source: string
  read_at: Timestamp
  cursor: JsonWithDefault
}
