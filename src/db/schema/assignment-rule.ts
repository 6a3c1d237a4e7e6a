import type { DayColumn, Identity, Json, Timestamp } from './column.ts'

/** `from_day` and `to_day` may be infinite (day-bound.ts). */
export interface AssignmentRuleTable {
  rule_id: Identity
  /** Null: a rule of all accounts. */
  account_id: number | null
  position: number
  match: Json
  from_day: DayColumn
  to_day: DayColumn
  parts: Json<readonly StoredPart[]>
  entered_at: Timestamp
}

export interface StoredPart {
  readonly project: string | null
  readonly owner: string | null
  readonly cost_center: string | null
  /** A decimal. */
  readonly share: string
}
