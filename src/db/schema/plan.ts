import type { Identity, Json, NullableJson, NullableTimestamp, Timestamp } from './column.ts'

/** What is planned; a plan that was taken back stays. */
export interface PlanTable {
  plan_id: Identity
  account_id: number
  who_kind: 'account' | 'machine' | 'owner' | 'project'
  /** The machine's id, or the name of the owner or project; null for the account. */
  who_name: string | null
  /** Its kind, and what that kind needs; money as decimal text. */
  what: Json
  starts_at: Timestamp
  ends_at: NullableTimestamp
  week: NullableJson<readonly unknown[]>
  source: 'typed' | 'schedule' | 'scenario' | 'demand'
  reason: string | null
  proposed_by: string
  proposed_at: Timestamp
  approved_by: string | null
  approved_at: NullableTimestamp
  withdrawn_by: string | null
  withdrawn_at: NullableTimestamp
}
