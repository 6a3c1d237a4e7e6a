import { expect, test } from 'vitest'
import { calendarOf, horizonDays, type Horizon } from '../../../src/engine/index.ts'

const calendar = calendarOf('Europe/Oslo')

test.each<[Horizon, string, number, string, string]>([
  ['quarter', '2026-11-28', 1, '2026-10-01', '2027-01-01'],
  ['quarter', '2026-11-28', 4, '2026-10-01', '2027-01-01'],
  ['quarter', '2026-11-28', 2, '2026-11-01', '2027-02-01'],
  ['next-quarter', '2026-01-31', 2, '2026-02-01', '2026-05-01'],
  ['year', '2026-11-28', 1, '2026-01-01', '2027-01-01'],
  ['year', '2026-11-28', 4, '2026-04-01', '2027-04-01'],
  ['year', '2026-03-31', 4, '2025-04-01', '2026-04-01'],
  ['12-months', '2026-11-28', 4, '2026-11-01', '2027-11-01'],
])('%s on %s of years from month %i', (horizon, day, yearStart, from, to) => {
  expect(horizonDays(horizon, calendar, Date.parse(`${day}T12:00:00Z`), yearStart)).toEqual({ from, to })
})
