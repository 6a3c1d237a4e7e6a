import type { Day } from '../time.ts'

/** The fiscal year and its period that a month lies in. */
export interface FiscalPeriod {
  /** The first day of the year. */
  readonly startsOn: Day
  /** '2026', or '2026/27' where the year is not the calendar's. */
  readonly year: string
  /** 1 to 12. */
  readonly period: number
}

/** Of a year that begins in April (4), November 2026 is period 8 of 2026/27, and February 2027 period 11 of it. */
export function fiscalPeriodOf(month: string, startMonth: number): FiscalPeriod {
  const year = Number(month.slice(0, 4))
  const number = Number(month.slice(5, 7))
  const first = number >= startMonth ? year : year - 1
  return {
    startsOn: `${first}-${String(startMonth).padStart(2, '0')}-01`,
    year: startMonth === 1 ? String(first) : `${first}/${String((first + 1) % 100).padStart(2, '0')}`,
    period: ((number - startMonth + 12) % 12) + 1,
  }
}
