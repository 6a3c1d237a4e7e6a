import type { Identity, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

/**
 * planned: told of, not due. waiting: due, and could not be done yet. asked: the API was asked, the machine is on its way.
 * skipped: it was not done, for the reason in `detail`. cancelled: it is no longer planned.
 */
export type SleepActionState = 'planned' | 'waiting' | 'asked' | 'done' | 'skipped' | 'failed' | 'cancelled'

export interface SleepActionTable {
  action_id: Identity
  account_id: number
  resource_id: string
  plan_id: number
  action: 'hibernate' | 'restore'
  /** When the machine is to be asleep, or awake again. */
  edge_at: Timestamp
  /** From when on it is done. */
  due_at: Timestamp
  /** When the opposite is planned. */
  until_at: NullableTimestamp
  state: SleepActionState
  detail: string | null
  tries: WithDefault<number>
  next_try_at: Timestamp
  planned_at: Timestamp
  reminded_at: NullableTimestamp
  asked_at: NullableTimestamp
  finished_at: NullableTimestamp
}
