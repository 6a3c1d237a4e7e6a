import type { Identity, NullableTimestamp, Timestamp } from './column.ts'

/** A token that opens a part of the API; of its secret only the hash is kept. */
export interface ApiTokenTable {
  token_id: Identity
  account_id: number
  name: string
  /** What it may do: 'utilisation:write'. */
  scope: string
  secret_sha256: string
  created_by: string
  created_at: Timestamp
  last_used_at: NullableTimestamp
  revoked_at: NullableTimestamp
}
