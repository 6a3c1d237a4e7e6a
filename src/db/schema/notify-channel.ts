import type { Identity, Timestamp, WithDefault } from './column.ts'

export type ChannelKind = 'webhook' | 'slack' | 'mail'

/** Where messages of an account can go. */
export interface NotifyChannelTable {
  account_id: number
  channel_id: Identity
  name: string
  kind: ChannelKind
  /** An address of the web, or mail addresses separated by commas. */
  target: string
  /** What a webhook's messages are signed with. */
  secret: string | null
  paused: WithDefault<boolean>
  created_at: Timestamp
}
