import type { Identity, Json, Timestamp } from './column.ts'

/** Changes of the plan that are kept under a name. */
export interface ScenarioTable {
  scenario_id: Identity
  account_id: number
  name: string
  changes: Json<readonly unknown[]>
  created_at: Timestamp
  changed_at: Timestamp
}
