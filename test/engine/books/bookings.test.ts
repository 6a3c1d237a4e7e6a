import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bookWallet,
  centsOf,
  fiscalPeriodOf,
  ledgerAccountOf,
  parsePicos,
  statementLine,
  toCents,
  type LedgerAccount,
} from '../../../src/engine/index.ts'

const DAYS = { from: '2026-03-01', to: '2026-04-01' }
const edge = (balancePicos: bigint) => ({ readAt: 0, balancePicos, spentSincePicos: 0n, creditedSincePicos: 0n })

describe('to hundredths', () => {
  test.each([
    ['0.125', 13n],
    ['-0.125', -13n],
    ['0.124999999999', 12n],
    ['-0.004', 0n],
  ])('%s is %s', (amount, cents) => expect(toCents(parsePicos(amount))).toBe(cents))

  test('shares add up to the rounded sum', () => {
    expect(centsOf(['0.333', '0.333', '0.334'].map(parsePicos), 100n)).toEqual([33n, 33n, 34n])
    expect(centsOf(['-0.335', '0.335'].map(parsePicos), 0n)).toEqual([-33n, 33n])
  })
})

const picos = fc.bigInt({ min: -9_000_000_000_000_000n, max: 9_000_000_000_000_000n })
const uses = fc.array(
  fc.record({ costCenter: fc.option(fc.constantFrom('a', 'b')), isCorrection: fc.boolean(), picos }),
  { maxLength: 8 },
)
const credits = fc.array(
  fc.record({
    kind: fc.constantFrom('top-up' as const, 'voucher' as const, 'adjustment' as const),
    day: fc.constant('2026-03-05'),
    netPicos: picos,
    taxPicos: picos,
    taxName: fc.constant(null),
    receipt: fc.option(fc.string()),
    receiptDay: fc.constant(null),
    fund: fc.constant(null),
  }),
  { maxLength: 5 },
)

test('law: bookings add up to the statement to the cent, each line within a cent of what it was', () => {
  fc.assert(
    fc.property(uses, credits, picos, picos, picos, (used, came, opening, closing, restated) => {
      const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n)
      const corrections = sum(used.filter(({ isCorrection }) => isCorrection).map((each) => each.picos))
      const line = statementLine(
        DAYS,
        { opening: edge(opening), closing: edge(closing) },
        {
          topUpsPicos: sum(came.filter(({ kind }) => kind === 'top-up').map(({ netPicos }) => netPicos)),
          adjustmentsPicos: sum(came.filter(({ kind }) => kind !== 'top-up').map(({ netPicos }) => netPicos)),
          restatedPicos: restated,
          charges: { machines: sum(used.map((each) => each.picos)) - corrections },
          correctionsPicos: corrections,
        },
      )
      const { openingCents, closingCents, lines } = bookWallet(line, used, came)
      expect(openingCents! + sum(lines.map(({ creditCents }) => creditCents))).toBe(closingCents)
      const charged = lines.filter(({ kind }) => kind === 'use' || kind === 'correction')
      expect(sum(charged.map(({ cents }) => cents))).toBe(toCents(line.chargedPicos))
      const unexplained = lines.find(({ kind }) => kind === 'unexplained')?.cents ?? 0n
      const off = Number(unexplained) - Number(line.unexplainedPicos) / 1e10
      expect(Math.abs(off)).toBeLessThanOrEqual(4)
    }),
  )
})

test('without a known balance nothing is called unexplained', () => {
  const line = statementLine(
    DAYS,
    { opening: null, closing: edge(parsePicos('5')) },
    {
      topUpsPicos: 0n,
      adjustmentsPicos: 0n,
      restatedPicos: 0n,
      charges: { ai: parsePicos('1.006') },
      correctionsPicos: 0n,
    },
  )
  const booked = bookWallet(line, [{ costCenter: null, isCorrection: false, picos: parsePicos('1.006') }], [])
  expect(booked).toMatchObject({
    openingCents: null,
    closingCents: 500n,
    lines: [{ kind: 'use', cents: 101n, day: '2026-03-31' }],
  })
})

test('the most particular ledger account is taken', () => {
  const row = (currency: string | null, costCenter: string | null, account: string): LedgerAccount => ({
    kind: 'use',
    currency,
    costCenter,
    account,
    contraAccount: '1480',
  })
  const table = [row(null, null, 'any'), row('USD', null, 'usd'), row(null, 'lab', 'lab'), row('USD', 'lab', 'both')]
  const of = (currency: string, costCenter: string | null) =>
    ledgerAccountOf(table, { kind: 'use', currency, costCenter })?.account
  expect([of('EUR', null), of('USD', 'shop'), of('EUR', 'lab'), of('USD', 'lab')]).toEqual([
    'any',
    'usd',
    'lab',
    'both',
  ])
  expect(ledgerAccountOf(table, { kind: 'tax', currency: 'USD', costCenter: null })).toBeNull()
})

test.each([
  ['2026-11', 1, { startsOn: '2026-01-01', year: '2026', period: 11 }],
  ['2026-11', 4, { startsOn: '2026-04-01', year: '2026/27', period: 8 }],
  ['2027-02', 4, { startsOn: '2026-04-01', year: '2026/27', period: 11 }],
  ['1999-12', 10, { startsOn: '1999-10-01', year: '1999/00', period: 3 }],
])('%s of a year from month %d', (month, start, expected) => expect(fiscalPeriodOf(month, start)).toEqual(expected))
