import type { Decimal, Timestamp } from './column.ts'

/** A rate that was typed in for a month ('2026-03'): units of one currency for one of the other. */
export interface TypedRateTable {
  account_id: number
  month: string
  from_currency: string
  to_currency: string
  rate: Decimal
  entered_at: Timestamp
}
