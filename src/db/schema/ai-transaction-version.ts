import type { AiTransactionTable } from './ai-transaction.ts'
import type { Json, Timestamp } from './column.ts'

/** Each different value that a use of an AI model was seen with. */
export interface AiTransactionVersionTable extends Omit<AiTransactionTable, 'first_seen'> {
  known_at: Timestamp
  raw: Json
}
