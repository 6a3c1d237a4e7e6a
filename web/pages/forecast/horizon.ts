import type { Days } from '../../filters.ts'
import { addDays, startOfMonth, type Day } from '../../zone-time.ts'

export type Horizon = 'month' | 'next-month' | 'days-30' | 'days-90'

/** How far a forecast can look, in the order of the menu. */
export const HORIZONS: Readonly<Record<Horizon, { label: string; days: (today: Day) => Days }>> = {
  month: { label: 'This month', days: (today) => ({ from: startOfMonth(today), to: startOfMonth(today, 1) }) },
  'next-month': {
    label: 'Next month',
    days: (today) => ({ from: startOfMonth(today, 1), to: startOfMonth(today, 2) }),
  },
  'days-30': { label: 'Today and 29 days', days: (today) => ({ from: today, to: addDays(today, 30) }) },
  'days-90': { label: 'Today and 89 days', days: (today) => ({ from: today, to: addDays(today, 90) }) },
}

/** The horizon of an address; this month where it says none of ours. */
export function parseHorizon(value: string | undefined): Horizon {
  return value !== undefined && Object.hasOwn(HORIZONS, value) ? (value as Horizon) : 'month'
}
