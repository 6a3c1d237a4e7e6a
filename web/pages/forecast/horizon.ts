import type { Days } from '../../filters.ts'
import { addDays, startOfMonth, type Day } from '../../zone-time.ts'

export type Horizon = 'month' | 'next-month' | 'quarter' | 'next-quarter' | 'days-30' | 'days-90' | 'year'

/** How far a forecast can look, in the order of the menu. */
export const HORIZONS: Readonly<Record<Horizon, { label: string; days: (today: Day) => Days }>> = {
  month: { label: 'This month', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 1) }) },
  'next-month': {
    label: 'Next month',
    days: (today) => ({ from: startOfMonth(today, 1), to: startOfMonth(today, 2) }),
  },
  quarter: { label: 'This quarter', days: (today) => quarter(today, 0) },
  'next-quarter': { label: 'Next quarter', days: (today) => quarter(today, 1) },
  'days-30': { label: 'Today and 29 days', days: (today) => ({ from: today, to: addDays(today, 30) }) },
  'days-90': { label: 'Today and 89 days', days: (today) => ({ from: today, to: addDays(today, 90) }) },
  year: { label: 'Twelve months', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 12) }) },
}

/** The horizon of an address; this month where it says none of ours. */
export function parseHorizon(value: string | undefined): Horizon {
  return value !== undefined && Object.hasOwn(HORIZONS, value) ? (value as Horizon) : 'month'
}

function quarter(today: Day, ahead: number): Days {
  const sinceFirst = (Number(today.slice(5, 7)) - 1) % 3
  return { from: startOfMonth(today, 3 * ahead - sinceFirst), to: startOfMonth(today, 3 * ahead + 3 - sinceFirst) }
}
