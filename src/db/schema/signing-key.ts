import type { Timestamp } from './column.ts'

/** What something is signed with; made at its first use. */
export interface SigningKeyTable {
  name: string
  secret: string
  created_at: Timestamp
}
