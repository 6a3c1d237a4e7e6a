import type { BookingKind } from './bookings.ts'

/** Where bookings of a kind go; null stands for any wallet or cost centre. */
export interface LedgerAccount {
  readonly kind: BookingKind
  readonly currency: string | null
  readonly costCenter: string | null
  /** Debited where the amount is positive. */
  readonly account: string
  /** Credited then. */
  readonly contraAccount: string
}

/** The most particular line that fits: of cost centre and wallet, then cost centre, then wallet, then the kind alone. */
export function ledgerAccountOf(
  table: readonly LedgerAccount[],
  booking: { readonly kind: BookingKind; readonly currency: string; readonly costCenter: string | null },
): LedgerAccount | null {
  const fits = table.filter(
    ({ kind, currency, costCenter }) =>
      kind === booking.kind &&
      (currency === null || currency === booking.currency) &&
      (costCenter === null || costCenter === booking.costCenter),
  )
  const rank = ({ currency, costCenter }: LedgerAccount) => (costCenter === null ? 0 : 2) + (currency === null ? 0 : 1)
  return fits.toSorted((a, b) => rank(b) - rank(a))[0] ?? null
}
