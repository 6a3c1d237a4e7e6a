import type { Timestamp } from './column.ts'

/** One try to send a message. */
export interface NotifyTryTable {
  account_id: number
  message_id: number
  try: number
  tried_at: Timestamp
  took_ms: number
  delivered: boolean
  /** What the other side said, or why it could not be asked. */
  answer: string
}
