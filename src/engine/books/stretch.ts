import { addDays, type Day } from '../time.ts'

/** What a line of a statement is of. */
export const STRETCHES = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Stretch = (typeof STRETCHES)[number]

/** How an account's owner counts. */
export interface StretchCalendar {
  /** The day with which a week begins, 1 (Monday) to 7. */
  readonly weekStart: number
  /** The month with which the fiscal year, and its first quarter, begins. */
  readonly fiscalYearStart: number
}

/**
 * The first day of the stretch after the one that a day lies in. 2026-03-04 is a Wednesday: its week ends before
 * 2026-03-09 where weeks begin on Monday, its quarter before 2026-04-01 where years begin in January or April.
 */
export function stretchEndAfter(day: Day, by: Stretch, { weekStart, fiscalYearStart }: StretchCalendar): Day {
  if (by === 'day') return addDays(day, 1)
  if (by === 'week') {
    // 1970-01-01 was a Thursday, day 4.
    const weekday = ((Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 3) % 7) + 1
    return addDays(day, 7 - ((weekday - weekStart + 7) % 7))
  }
  const months = { month: 1, quarter: 3, year: 12 }[by]
  const number = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const end = number + months - ((number - (fiscalYearStart - 1)) % months)
  return `${Math.floor(end / 12)}-${String((end % 12) + 1).padStart(2, '0')}-01`
}
