import { expect, test } from 'vitest'
import { bridgeOf, stretchEndAfter, type Stretch } from '../../../src/engine/index.ts'

test.each<[string, Stretch, number, number, string]>([
  ['2026-03-04', 'day', 1, 1, '2026-03-05'],
  ['2026-03-04', 'week', 1, 1, '2026-03-09'],
  ['2026-03-08', 'week', 1, 1, '2026-03-09'],
  ['2026-03-08', 'week', 7, 1, '2026-03-15'],
  ['2026-03-07', 'week', 7, 1, '2026-03-08'],
  ['2026-12-31', 'month', 1, 4, '2027-01-01'],
  ['2026-03-04', 'quarter', 1, 4, '2026-04-01'],
  ['2026-03-04', 'quarter', 1, 2, '2026-05-01'],
  ['2026-03-04', 'year', 1, 4, '2026-04-01'],
  ['2026-04-01', 'year', 1, 4, '2027-04-01'],
])('the %2$s of %1$s, weeks from %3$d, years from month %4$d', (day, by, weekStart, fiscalYearStart, end) => {
  expect(stretchEndAfter(day, by, { weekStart, fiscalYearStart })).toBe(end)
})

test('a bridge takes off what lies in other UTC months and puts on what lies in other months of the account', () => {
  const pieces = [
    { day: '2026-03-01', utcDay: '2026-02-28', picos: 1n },
    { day: '2026-04-01', utcDay: '2026-03-31', picos: 20n },
    { day: '2026-02-28', utcDay: '2026-03-01', picos: 300n },
    { day: '2026-03-31', utcDay: '2026-04-01', picos: 4000n },
  ]
  expect(bridgeOf(10_000n, { from: '2026-03-01', to: '2026-04-01' }, pieces)).toEqual({
    chargedPicos: 10_000n,
    aheadPicos: 1n,
    afterPicos: 20n,
    beforePicos: 300n,
    behindPicos: 4000n,
    utcMonthPicos: 6319n,
  })
})
