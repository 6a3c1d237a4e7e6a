import { startOfMonth, type Day } from '../../zone-time.ts'

/** Days of [from, to). */
export interface Window {
  readonly from: Day
  readonly to: Day
}

export const SPANS = {
  month: { label: 'This month', months: 1 },
  quarter: { label: 'This month and two more', months: 3 },
  year: { label: 'This month and eleven more', months: 12 },
} as const
export type Span = keyof typeof SPANS

export const spanOf = (value: string | undefined): Span => (value === 'month' || value === 'year' ? value : 'quarter')

export function spanWindow(today: Day, span: Span): Window {
  return { from: startOfMonth(today), to: startOfMonth(today, SPANS[span].months) }
}

/** '2026-12-01..2027-01-01', as an address has it. */
export const toDaysParam = ({ from, to }: Window): string => `${from}..${to}`

/** The days of an address; null where it holds none. */
export function daysOfParam(text: string | undefined): Window | null {
  const [, from, to] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text ?? '') ?? []
  return from !== undefined && to !== undefined && from < to ? { from, to } : null
}
