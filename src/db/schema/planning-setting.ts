import type { Json, Timestamp } from './column.ts'

/** How the machines of an account are advised on, where it says something itself. */
export interface PlanningSettingTable {
  account_id: number
  settings: Json
  changed_at: Timestamp
}
