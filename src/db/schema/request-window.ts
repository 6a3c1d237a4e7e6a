import type { Timestamp } from './column.ts'

export interface RequestWindowTable {
  account_id: number
  /** The process that sent last. */
  holder: string
  sent_at: Timestamp
  /** Of the minute before `sent_at`. */
  requests: number
}
