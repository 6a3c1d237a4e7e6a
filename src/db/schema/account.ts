import type { Identity, JsonWithDefault, Timestamp } from './column.ts'

export type AccountKind = 'demo' | 'real'

export interface AccountTable {
  account_id: Identity
  slug: string
  name: string
  kind: AccountKind
  /** The IANA zone of the account's calendar days. */
  zone: string
  created_at: Timestamp
  notes: JsonWithDefault
}
