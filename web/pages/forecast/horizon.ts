import type { Days } from '../../filters.ts'
import { addDays, startOfMonth, type Day } from '../../zone-time.ts'

export type Horizon = 'month' | 'next-month' | 'quarter' | 'next-quarter' | 'days-30' | 'days-90' | 'year'

/** How far a forecast can look, in the order of the menu. */
export const HORIZONS: Readonly<Record<Horizon, { label: string; days: (today: Day, yearStart?: number) => Days }>> = {
  month: { label: 'This month', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 1) }) },
  'next-month': {
    label: 'Next month',
    days: (today) => ({ from: startOfMonth(today, 1), to: startOfMonth(today, 2) }),
  },
  quarter: { label: 'This quarter', days: (today, yearStart) => quarter(today, 0, yearStart) },
  'next-quarter': { label: 'Next quarter', days: (today, yearStart) => quarter(today, 1, yearStart) },
  'days-30': { label: 'Today and 29 days', days: (today) => ({ from: today, to: addDays(today, 30) }) },
  'days-90': { label: 'Today and 89 days', days: (today) => ({ from: today, to: addDays(today, 90) }) },
  year: { label: 'Twelve months', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 12) }) },
}

/** The horizon of an address; this month where it says none of ours. */
export function parseHorizon(value: string | undefined): Horizon {
  return value !== undefined && Object.hasOwn(HORIZONS, value) ? (value as Horizon) : 'month'
}

/** Quarters count from the month with which fiscal years begin. */
function quarter(today: Day, ahead: number, yearStart = 1): Days {
  const sinceFirst = (Number(today.slice(5, 7)) - yearStart + 12) % 3
  return { from: startOfMonth(today, 3 * ahead - sinceFirst), to: startOfMonth(today, 3 * ahead + 3 - sinceFirst) }
}
