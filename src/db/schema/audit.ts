import type { Identity, Timestamp } from './column.ts'

/** What was done, by whom, in a sentence; nothing is ever changed in it. */
export interface AuditTable {
  audit_id: Identity
  account_id: number
  at: Timestamp
  actor: string
  /** In a word: 'dry run', 'hibernate asked', 'plan approved'. */
  event: string
  resource_id: string | null
  plan_id: number | null
  detail: string
}
