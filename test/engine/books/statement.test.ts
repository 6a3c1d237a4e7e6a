import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  balanceAtEdge,
  correctionsOf,
  formatPicos,
  isUnexplainedFall,
  joinedLines,
  leastTopUp,
  parsePicos,
  proposeTopUps,
  restatementMoves,
  statementLine,
  type EdgeBalance,
  type RestatedBill,
  type StretchMovements,
} from '../../../src/engine/index.ts'

const picos = parsePicos
const edge = (balance: string, spent = '0', credited = '0'): EdgeBalance => ({
  readAt: 0,
  balancePicos: picos(balance),
  spentSincePicos: picos(spent),
  creditedSincePicos: picos(credited),
})
const moved = (of: Partial<StretchMovements> = {}): StretchMovements => ({
  topUpsPicos: 0n,
  adjustmentsPicos: 0n,
  restatedPicos: 0n,
  charges: {},
  correctionsPicos: 0n,
  ...of,
})
const DAY = { from: '2026-03-01', to: '2026-03-02' }

describe('a line of a statement', () => {
  test('the balance at midnight is the last that was read, less what was spent since, to four places', () => {
    expect(balanceAtEdge(edge('100', '1.23456', '50'))).toBe(picos('148.7654'))
    expect(balanceAtEdge(null)).toBeNull()
  })

  test('what nothing explains is what is left over', () => {
    const movements = moved({
      topUpsPicos: picos('50'),
      adjustmentsPicos: picos('1'),
      restatedPicos: picos('-0.5'),
      charges: { machines: picos('30'), volumes: picos('2') },
      correctionsPicos: picos('-1'),
    })
    const line = statementLine(DAY, { opening: edge('100'), closing: edge('118') }, movements)
    // 100 + 50 + 1 - 0.5 - 31 = 119.5
    expect(formatPicos(line.chargedPicos)).toBe('31')
    expect(formatPicos(line.unexplainedPicos!)).toBe('-1.5')
  })

  test('without a balance at one end nothing can be said', () => {
    expect(statementLine(DAY, { opening: null, closing: edge('5') }, moved()).unexplainedPicos).toBeNull()
  })

  test.each([
    ['100', '98.9', true],
    ['100', '99', false],
    ['100', '101', false],
    ['0', '-0.02', true],
    ['0', '-0.005', false],
  ])('charged %s, balance %s off: a fall is %s', (charged, closing, isFall) => {
    const charges = { machines: picos(charged) }
    const opening = edge(charged)
    const line = statementLine(
      DAY,
      { opening, closing: edge(String(Number(closing) - 100 * Number(charged !== '0'))) },
      moved({ charges }),
    )
    expect(isUnexplainedFall(line, picos('0.01'))).toBe(isFall)
  })

  test('law: lines that are joined say what one line over all their days would say', () => {
    const amount = fc.bigInt(-(10n ** 15n), 10n ** 15n)
    const movement = fc.record({
      topUpsPicos: amount,
      adjustmentsPicos: amount,
      restatedPicos: amount,
      charges: fc.record({ machines: amount, ai: amount }),
      correctionsPicos: amount,
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, movement), { minLength: 1, maxLength: 6 }), amount, (stretches, first) => {
        const balances = [first, ...stretches.map(([balance]) => balance)].map((balancePicos) => ({
          ...edge('0'),
          balancePicos,
        }))
        const lines = stretches.map(([, of], i) =>
          statementLine(
            { from: addDays('2026-03-01', i), to: addDays('2026-03-01', i + 1) },
            { opening: balances[i]!, closing: balances[i + 1]! },
            of,
          ),
        )
        const joined = joinedLines(lines)
        const { unexplainedPicos, openingPicos, closingPicos, topUpsPicos, adjustmentsPicos, restatedPicos } = joined
        expect(unexplainedPicos).toBe(
          closingPicos! - (openingPicos! + topUpsPicos + adjustmentsPicos + restatedPicos - joined.chargedPicos),
        )
      }),
      { seed: 20260301, numRuns: 100 },
    )
  })
})

describe('bills that were put right later', () => {
  const bill = (of: Partial<RestatedBill>): RestatedBill => ({
    seenAt: 5,
    seenOn: '2026-03-05',
    deltaPicos: picos('-1'),
    days: [{ day: '2026-03-01', billedPicos: picos('9') }],
    ...of,
  })
  const moves = (bills: RestatedBill[], closedAt: (day: string) => number | null = () => null) =>
    Object.fromEntries([...restatementMoves(bills, closedAt)].map(([day, each]) => [day, formatPicos(each)]))

  test('its day lost more than it is charged now, the day on which it was seen got it back', () => {
    expect(moves([bill({})])).toEqual({ '2026-03-01': '-1', '2026-03-05': '1' })
  })

  test('days that were closed before keep their charges: their share is a correction of the day itself', () => {
    const days = [
      { day: '2026-02-28', billedPicos: picos('3') },
      { day: '2026-03-01', billedPicos: picos('1') },
    ]
    const closed = (at: number) => (day: string) => (day < '2026-03-01' ? at : null)
    expect(moves([bill({ days })], closed(4))).toEqual({ '2026-03-01': '-0.25', '2026-03-05': '0.25' })
    // A month that was closed with the bill as restated has no correction: the balance moved on the 5th all the same.
    expect(moves([bill({ days })], closed(6))).toEqual({
      '2026-02-28': '-0.75',
      '2026-03-01': '-0.25',
      '2026-03-05': '1',
    })
  })

  test('law: all moves add up to zero', () => {
    const day = fc.integer({ min: 0, max: 20 }).map((n) => addDays('2026-03-01', n))
    const any = fc.record({
      seenAt: fc.integer({ min: 0, max: 9 }),
      seenOn: day,
      deltaPicos: fc.bigInt(-(10n ** 14n), 10n ** 14n),
      days: fc.array(fc.record({ day, billedPicos: fc.bigInt(0n, 10n ** 14n) }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), day, (bills, openFrom) => {
        const moved = restatementMoves(bills, (each) => (each < openFrom ? 5 : null))
        const total = [...moved.values()].reduce((sum, each) => sum + each, 0n)
        expect(total).toBe(0n)
      }),
      { seed: 20260301, numRuns: 100 },
    )
  })
})

describe('corrections of a closed month', () => {
  test.each([
    ['0.0001', 'as much as a bill in four places may move when it grows', 0],
    ['-0.00012', 'more than that', 2],
  ])('%s is %s', (change, _, rows) => {
    const half = picos(change) / 2n
    const days = ['2026-03-30', '2026-03-31'].map((ofDay) => ({ recordId: 'r', ofDay, billedPicos: half }))
    expect(correctionsOf(days)).toHaveLength(rows)
  })
})

describe('rises of a balance', () => {
  test.each([
    ['beyond the charges', '100', '1098.8', '1.2', '1000'],
    ['to the cent where the charges are known well', '100', '199.95', '0', '99.95'],
    ['a whole amount where they are coarse', '100', '1097', '4', '1001'],
    ['a round amount where a unit more or less cannot be told', '100', '-886.6', '2000', '1000'],
    ['the roundest of those that are as likely', '100', '-1645', '2000', '250'],
    ['a hundred before fifty', '100', '-1628', '2000', '300'],
    ['to the cent where the bills were put right', '100', '1103.55', '-3.55', '1000'],
    ['in spite of a fall', '100', '90', '1010', '1000'],
    ['less than Barrack sells', '100', '102', '1', null],
    ['as small as the doubt in what was spent', '1000', '710', '300', null],
    ['that is none', '100', '90', '10', null],
  ])('%s', (_, before, after, spent, net) => {
    const step = { fromAt: 1, toAt: 2, beforePicos: picos(before), afterPicos: picos(after), spentPicos: picos(spent) }
    const proposed = proposeTopUps([step], leastTopUp('USD'))
    expect(proposed.map((each) => formatPicos(each.picos))).toEqual(net === null ? [] : [net])
  })

  test('a rupee wallet sells no less than a hundred', () => {
    expect(formatPicos(leastTopUp('INR'))).toBe('100')
    expect(formatPicos(leastTopUp('EUR'))).toBe('5')
  })
})
