import type { DayColumn, Decimal, Identity, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

/** Credit that came into a wallet, or left it by a person's word. */
export interface TopUpTable {
  account_id: number
  top_up_id: Identity
  currency: string
  /** On which it came into the wallet. */
  day: DayColumn
  /** The first reading of the balance that had it, where one was told. */
  credited_at: NullableTimestamp
  kind: 'top-up' | 'voucher' | 'adjustment'
  /** What the wallet gained; less than zero where an adjustment took it. */
  net: Decimal
  tax: WithDefault<Decimal>
  /** GST, VAT. */
  tax_name: string | null
  receipt: string | null
  /** As the receipt says, where it is another day. */
  receipt_day: DayColumn | null
  fund: string | null
  note: string | null
  source: 'confirmed' | 'typed' | 'file'
  entered_at: Timestamp
}
