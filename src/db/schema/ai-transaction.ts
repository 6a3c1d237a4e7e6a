import type { Decimal, Timestamp } from './column.ts'

export interface AiTransactionTable {
  account_id: number
  transaction_id: string
  model: string
  input_tokens: number
  output_tokens: number
  cost: Decimal
  currency: string
  created_at: Timestamp
  first_seen: Timestamp
}
