export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** An instant as the API writes it: 2025-01-15T10:30:00Z. The sandbox lets things happen on whole seconds only. */
export function isoOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The UTC day of an instant: '2025-01-15'. */
export function utcDayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** Midnight UTC of a day, or null where it is not a day of the calendar ('2025-02-30'). */
export function startOfUtcDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) || utcDayOf(at) !== day ? null : at
}

/** Down to the whole second. */
export function wholeSecond(at: number): number {
  return Math.floor(at / SECOND) * SECOND
}

/** Number of days since 1970-01-01 UTC of an instant; day 0 was a Thursday. */
export function dayNumberOf(at: number): number {
  return Math.floor(at / DAY)
}

/** 0 = Sunday ... 6 = Saturday. */
export function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7
}
