export { leastTopUp, proposeTopUps, type BalanceStep, type ProposedTopUp } from './proposals.ts'
export { restatementMoves, type RestatedBill } from './restated.ts'
export {
  balanceAtEdge,
  CHARGE_KINDS,
  chargeKindOf,
  isUnexplainedFall,
  joinedLines,
  statementLine,
  type ChargeKind,
  type EdgeBalance,
  type StatementLine,
  type StretchMovements,
} from './statement.ts'
export { bookedOn, correctionsOf, type ChargeChange, type CorrectionCause } from './corrections.ts'
export { pieceCalendar, type DayPiece, type PieceCalendar } from './piece-calendar.ts'
export {
  BOOKING_KINDS,
  bookWallet,
  centsOf,
  formatCents,
  toCents,
  type BookedCredit,
  type BookedUse,
  type BookingKind,
  type BookingLine,
  type WalletBookings,
} from './bookings.ts'
export { fiscalPeriodOf, type FiscalPeriod } from './fiscal-year.ts'
export { ledgerAccountOf, type LedgerAccount } from './ledger-account.ts'
export { STRETCHES, stretchEndAfter, type Stretch, type StretchCalendar } from './stretch.ts'
export { bridgeOf, type Bridge, type BridgePiece } from './bridge.ts'
