import type { Identity, JsonWithDefault, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

export type MessageStatus = 'waiting' | 'sent' | 'failed'

/** One message to one channel, with how far it has come. */
export interface NotifyMessageTable {
  account_id: number
  message_id: Identity
  channel_id: number
  channel_name: string
  kind: string
  subject: string
  text: string
  /** Of the page that shows it. */
  path: string
  facts: JsonWithDefault
  status: MessageStatus
  created_at: Timestamp
  next_try_at: Timestamp
  /** A process is at it until then. */
  claimed_until: NullableTimestamp
  tries: WithDefault<number>
  finished_at: NullableTimestamp
}
