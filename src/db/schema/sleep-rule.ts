import type { Json, Timestamp } from './column.ts'

/** What was said about the sleep of one machine; the last word counts. */
export interface SleepRuleTable {
  account_id: number
  resource_id: string
  rule: Json
  changed_at: Timestamp
}
