import type { Watch } from '../../engine/alert/rule.ts'
import type { Identity, Json, JsonWithDefault, Timestamp, WithDefault } from './column.ts'

/** What is watched, and who is told. */
export interface AlertRuleTable {
  account_id: number
  rule_id: Identity
  name: string
  watch: Json<Watch>
  delivery: 'at once' | 'digest'
  /** Numbers of channels; none = all. */
  channels: JsonWithDefault<readonly number[]>
  stand_ins: JsonWithDefault<readonly number[]>
  stand_in_after_hours: number | null
  paused: WithDefault<boolean>
  created_at: Timestamp
}
