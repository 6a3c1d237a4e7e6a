import { addDays, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'

/** How far a forecast looks, by the account's calendar. */
export const HORIZONS = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'next-month',
  'next-quarter',
  '30-days',
  '90-days',
  '12-months',
] as const
export type Horizon = (typeof HORIZONS)[number]

/**
 * The days of a horizon: the day, calendar month, quarter or year that runs, or the one after it; the week, 30 or 90 days
 * that begin today; twelve months from the first of this one. Years begin with the month `yearStart`, 1 to 12, and quarters
 * count from it.
 *
 * Example: on 28 Nov 2026 the quarter is 1 Oct to 31 Dec, '12-months' 1 Nov 2026 to 31 Oct 2027; of fiscal years from
 * February the quarter is 1 Nov to 31 Jan 2027, the year 1 Feb 2026 to 31 Jan 2027.
 */
export function horizonDays(horizon: Horizon, calendar: Calendar, now: Instant, yearStart = 1): DayRange {
  const today = calendar.dayOf(now)
  switch (horizon) {
    case 'day':
      return { from: today, to: addDays(today, 1) }
    case 'week':
      return { from: today, to: addDays(today, 7) }
    case '30-days':
      return { from: today, to: addDays(today, 30) }
    case '90-days':
      return { from: today, to: addDays(today, 90) }
    case 'month':
      return months(monthOf(today), 1)
    case 'next-month':
      return months(monthOf(today) + 1, 1)
    case 'quarter':
      return months(firstOf(monthOf(today), 3, yearStart), 3)
    case 'next-quarter':
      return months(firstOf(monthOf(today), 3, yearStart) + 3, 3)
    case 'year':
      return months(firstOf(monthOf(today), 12, yearStart), 12)
    case '12-months':
      return months(monthOf(today), 12)
  }
}

/** Months since the year nought. */
const monthOf = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
/** The first month of so many that lie in a row in fiscal years. */
const firstOf = (month: number, length: number, yearStart: number) => month - ((month - (yearStart - 1)) % length)

const months = (first: number, count: number): DayRange => ({ from: firstDay(first), to: firstDay(first + count) })
const firstDay = (month: number): Day =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
