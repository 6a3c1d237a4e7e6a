import { describe, expect, test } from 'vitest'
import { budgetPeriod, budgetState, plannedFor, type Budget } from '../../../src/engine/budget/index.ts'
import { formatPicos, parsePicos } from '../../../src/engine/money.ts'

const budget = (of: Partial<Budget> = {}, amounts: [string, string][] = [['2026-01-01', '3000']]): Budget => ({
  budgetId: 1,
  name: 'lab',
  currency: 'USD',
  period: 'month',
  firstDay: '2026-01-01',
  lastDay: null,
  amounts: amounts.map(([from, amount]) => ({ from, picos: parsePicos(amount) })),
  scope: {},
  ...of,
})
const planned = (of: Budget, from: string, to: string) => formatPicos(plannedFor(of, { from, to }))

describe('the period of a budget', () => {
  test.each<[string, Partial<Budget>, string, [string, string] | null]>([
    ['a month', {}, '2026-11-15', ['2026-11-01', '2026-12-01']],
    ['its last day', {}, '2026-11-30', ['2026-11-01', '2026-12-01']],
    ['over the turn of the year', {}, '2026-12-31', ['2026-12-01', '2027-01-01']],
    ['a quarter', { period: 'quarter' }, '2026-11-15', ['2026-10-01', '2027-01-01']],
    ['the first quarter', { period: 'quarter' }, '2026-03-31', ['2026-01-01', '2026-04-01']],
    [
      'a quarter of years from February',
      { period: 'quarter', yearStart: 2 },
      '2026-03-15',
      ['2026-02-01', '2026-05-01'],
    ],
    ['a quarter of years from April', { period: 'quarter', yearStart: 4 }, '2026-03-31', ['2026-01-01', '2026-04-01']],
    ['begins in the midst of a month', { firstDay: '2026-11-15' }, '2026-11-20', ['2026-11-15', '2026-12-01']],
    ['ends in the midst of one', { lastDay: '2026-11-20' }, '2026-11-20', ['2026-11-01', '2026-11-21']],
    ['before it', { firstDay: '2026-11-15' }, '2026-11-14', null],
    ['after it', { lastDay: '2026-11-20' }, '2026-11-21', null],
    ['own dates', { period: 'dates', lastDay: '2026-08-31' }, '2026-02-28', ['2026-01-01', '2026-09-01']],
  ])('%s', (_, of, day, expected) => {
    expect(budgetPeriod(budget(of), day)).toEqual(expected && { from: expected[0], to: expected[1] })
  })
})

describe('what a budget allows', () => {
  test('a whole month whatever its length, and days of it by their share', () => {
    expect(planned(budget(), '2026-02-01', '2026-03-01')).toBe('3000')
    expect(planned(budget(), '2026-01-01', '2026-02-01')).toBe('3000')
    expect(planned(budget(), '2026-11-01', '2026-11-11')).toBe('1000')
    expect(planned(budget(), '2026-11-01', '2026-11-01')).toBe('0')
  })

  test('amounts change from a day on, within a month by days', () => {
    const rising = budget({}, [
      ['2026-01-01', '3000'],
      ['2026-11-16', '6000'],
      ['2026-12-01', '600'],
    ])
    expect(planned(rising, '2026-10-01', '2026-11-01')).toBe('3000')
    expect(planned(rising, '2026-11-01', '2026-12-01')).toBe('4500')
    expect(planned(rising, '2026-11-16', '2026-12-01')).toBe('3000')
    expect(planned(rising, '2026-12-01', '2027-01-01')).toBe('600')
  })

  test('the first amount holds from the beginning on, whatever its day', () => {
    expect(planned(budget({}, [['2026-11-10', '3000']]), '2026-11-01', '2026-12-01')).toBe('3000')
  })

  test('own dates by their own length', () => {
    const half = budget({ period: 'dates', firstDay: '2026-11-01', lastDay: '2026-11-20' }, [['2026-11-01', '2000']])
    expect(planned(half, '2026-11-01', '2026-11-21')).toBe('2000')
    expect(planned(half, '2026-11-01', '2026-11-06')).toBe('500')
  })

  test('days add up to the period', () => {
    const odd = budget({}, [['2026-01-01', '1000']])
    const days = Array.from({ length: 31 }, (_, i) => i + 1)
    const day = (of: number) => new Date(Date.UTC(2026, 11, of)).toISOString().slice(0, 10)
    const sum = days.reduce((total, of) => total + plannedFor(odd, { from: day(of), to: day(of + 1) }), 0n)
    // Each day is rounded to a pico.
    expect(Number(sum - parsePicos('1000'))).toBeLessThanOrEqual(31)
  })
})

test.each([
  ['within', '50', '90', '100'],
  ['may go over', '50', '90', '100.01'],
  ['likely over', '50', '101', '120'],
  ['over', '100.01', '101', '120'],
  ['within', '100', '100', '100'],
])('a budget of 100 is %s at %s billed, %s likely, %s late', (state, actual, p50, p90) => {
  const [amountPicos, actualPicos, p50Picos, p90Picos] = ['100', actual, p50, p90].map(parsePicos) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  expect(budgetState({ amountPicos, actualPicos, p50Picos, p90Picos })).toBe(state)
})
