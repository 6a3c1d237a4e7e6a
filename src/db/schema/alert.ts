import type { AlertKind } from '../../engine/alert/alert.ts'
import type { Identity, Json, JsonWithDefault, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

/** Something that was found, from then until it is over. */
export interface AlertTable {
  account_id: number
  alert_id: Identity
  rule_id: number
  kind: AlertKind
  cause: string
  marks: Json<readonly string[]>
  told: JsonWithDefault<readonly string[]>
  subject: string
  text: string
  path: string
  facts: JsonWithDefault
  opened_at: Timestamp
  changed_at: Timestamp
  told_at: NullableTimestamp
  acknowledged_at: NullableTimestamp
  acknowledged_by: string | null
  stand_ins_told_at: NullableTimestamp
  resolved_at: NullableTimestamp
  /** Over, and everybody knows. */
  closed: WithDefault<boolean>
}
