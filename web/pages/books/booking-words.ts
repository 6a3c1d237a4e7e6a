import type { BookingLine } from '../../books-api.ts'

/** What a booking is of. */
export const BOOKING_LABELS: Readonly<Record<BookingLine['kind'], string>> = {
  'top-up': 'Top-up',
  tax: 'Tax, paid beside the credit',
  voucher: 'Voucher',
  adjustment: 'Adjustment',
  use: 'Use of credit',
  correction: 'Correction of closed months',
  restated: 'Bills put right in another month',
  unexplained: 'Unexplained, with rounding',
}
