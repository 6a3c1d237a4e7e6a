import type { BookingKind } from '../../engine/index.ts'

/** Where bookings of a kind go; '' is any wallet or cost centre. */
export interface LedgerAccountTable {
  account_id: number
  kind: BookingKind
  currency: string
  cost_center: string
  account: string
  contra_account: string
}
