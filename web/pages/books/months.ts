import { startOfMonth, type Day } from '../../zone-time.ts'

/** The months that hold figures, the newest first: '2026-11', '2026-10', ... */
export function monthsUpTo(today: Day, dataFrom: Day | null): string[] {
  const first = (dataFrom ?? today).slice(0, 7)
  const months: string[] = []
  for (let n = 0; n === 0 || months.at(-1)! > first; n++) months.push(startOfMonth(today, -n).slice(0, 7))
  return months
}

/** 'November 2026'. */
export function monthText(month: string): string {
  const at = Date.parse(`${month}-01T00:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at)
}
