import type { Decimal, Timestamp } from './column.ts'

export interface BalanceObservationTable {
  account_id: number
  currency: string
  observed_at: Timestamp
  balance: Decimal
}
