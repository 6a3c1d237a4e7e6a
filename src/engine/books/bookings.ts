import { PICOS } from '../money.ts'
import { addDays, type Day } from '../time.ts'
import type { StatementLine } from './statement.ts'

/** What a booking is of, in the order in which they are written. */
export const BOOKING_KINDS = [
  'top-up',
  'tax',
  'voucher',
  'adjustment',
  'use',
  'correction',
  'restated',
  'unexplained',
] as const
export type BookingKind = (typeof BOOKING_KINDS)[number]

/** A part of what a wallet was charged. */
export interface BookedUse {
  readonly costCenter: string | null
  /** Of a closed month, put right in this one. */
  readonly isCorrection: boolean
  readonly picos: bigint
}

/** Credit that came in, as a person wrote it down. */
export interface BookedCredit {
  readonly kind: 'top-up' | 'voucher' | 'adjustment'
  readonly day: Day
  readonly netPicos: bigint
  readonly taxPicos: bigint
  readonly taxName: string | null
  readonly receipt: string | null
  readonly receiptDay: Day | null
  readonly fund: string | null
}

/** A line to book, in hundredths of the wallet's currency. */
export interface BookingLine {
  readonly kind: BookingKind
  readonly day: Day
  readonly costCenter: string | null
  readonly cents: bigint
  /** How it moves the credit: use lowers it, tax was paid beside it and moves nothing. */
  readonly creditCents: bigint
  readonly taxName: string | null
  readonly receipt: string | null
  readonly receiptDay: Day | null
  readonly fund: string | null
}

export interface WalletBookings {
  /** Null where the balance was not known. */
  readonly openingCents: bigint | null
  readonly closingCents: bigint | null
  readonly lines: readonly BookingLine[]
}

const CENT = PICOS / 100n

/** To hundredths, halves away from zero: -0.125 is -13. */
export const toCents = (picos: bigint): bigint =>
  picos < 0n ? -((-picos + CENT / 2n) / CENT) : (picos + CENT / 2n) / CENT

/** '12.30', '-0.05'. */
export function formatCents(cents: bigint): string {
  const size = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`
}

/**
 * Hundredths that add up to a given sum, each the amount rounded up or down: the largest rests go up. [0.333, 0.333,
 * 0.334] of a wallet charged 1.00 are [33, 33, 34].
 */
export function centsOf(amounts: readonly bigint[], totalCents: bigint): bigint[] {
  const floors = amounts.map((picos) => (picos < 0n ? -((-picos + CENT - 1n) / CENT) : picos / CENT))
  const rests = amounts.map((picos, i) => picos - floors[i]! * CENT)
  const left = Number(totalCents - floors.reduce((sum, floor) => sum + floor, 0n))
  const order = rests
    .map((rest, i) => ({ rest, i }))
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.i - b.i))
  const up = new Set(order.slice(0, left).map(({ i }) => i))
  return floors.map((floor, i) => (up.has(i) ? floor + 1n : floor))
}

/**
 * The bookings of a wallet's month, to hundredths. Each figure of the statement is rounded once; its lines are given their
 * share of it, so that use and corrections add up to what was charged, and opening, top-ups, vouchers, adjustments, less
 * charges, with what nothing explains, add up to closing exactly. What rounding moves is part of what nothing explains.
 */
export function bookWallet(
  statement: StatementLine,
  uses: readonly BookedUse[],
  credits: readonly BookedCredit[],
): WalletBookings {
  const day = addDays(statement.to, -1)
  const openingCents = statement.openingPicos === null ? null : toCents(statement.openingPicos)
  const closingCents = statement.closingPicos === null ? null : toCents(statement.closingPicos)
  const restatedCents = toCents(statement.restatedPicos)
  const chargedCents = toCents(statement.chargedPicos)
  const lines = [
    ...creditLines(
      credits.filter(({ kind }) => kind === 'top-up'),
      toCents(statement.topUpsPicos),
    ),
    ...creditLines(
      credits.filter(({ kind }) => kind !== 'top-up'),
      toCents(statement.adjustmentsPicos),
    ),
    ...useLines(uses, chargedCents, day),
    plain('restated', day, restatedCents),
  ]
  const explained = lines.reduce((sum, { creditCents }) => sum + creditCents, 0n)
  const unexplained = openingCents === null || closingCents === null ? 0n : closingCents - openingCents - explained
  return {
    openingCents,
    closingCents,
    lines: [...lines, plain('unexplained', day, unexplained)]
      .filter(({ cents }) => cents !== 0n)
      .sort((a, b) => BOOKING_KINDS.indexOf(a.kind) - BOOKING_KINDS.indexOf(b.kind)),
  }
}

const NO_RECEIPT = { taxName: null, receipt: null, receiptDay: null, fund: null }

const plain = (kind: BookingKind, day: Day, cents: bigint): BookingLine => ({
  kind,
  day,
  costCenter: null,
  cents,
  creditCents: cents,
  ...NO_RECEIPT,
})

function creditLines(credits: readonly BookedCredit[], totalCents: bigint): BookingLine[] {
  const nets = centsOf(
    credits.map(({ netPicos }) => netPicos),
    totalCents,
  )
  return credits.flatMap(({ kind, day, taxPicos, taxName, receipt, receiptDay, fund }, i) => {
    const of = { day, costCenter: null, taxName, receipt, receiptDay, fund }
    return [
      { ...of, kind, cents: nets[i]!, creditCents: nets[i]! },
      { ...of, kind: 'tax' as const, cents: toCents(taxPicos), creditCents: 0n },
    ]
  })
}

function useLines(uses: readonly BookedUse[], chargedCents: bigint, day: Day): BookingLine[] {
  const cents = centsOf(
    uses.map(({ picos }) => picos),
    chargedCents,
  )
  return uses.map(({ costCenter, isCorrection }, i) => ({
    kind: isCorrection ? ('correction' as const) : ('use' as const),
    day,
    costCenter,
    cents: cents[i]!,
    creditCents: -cents[i]!,
    ...NO_RECEIPT,
  }))
}
