import { tzOffset } from '@date-fns/tz'
import { calendarOf, HOUR_MS, MINUTE_MS, type Day, type Instant } from '../time.ts'

/** Hours of a week; slot 0 is Monday 00:00 to 01:00 by the clock of the account's zone. */
export const WEEK_HOURS = 168

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const DAY_MS = 24 * HOUR_MS
/** The slot of Sunday 00:00. */
const SUNDAY = 6 * 24
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3

/** Consecutive hours, each with its slot of the week; a day of 23 hours skips a slot and one of 25 repeats one. */
export interface HourGrid {
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** The slot of hour i, which is [startsAt + i h, startsAt + (i + 1) h). */
  readonly slots: Uint8Array
}

/** The hour of the week at a moment, 0 to 167. */
export function slotOf(zone: string, at: Instant): number {
  const local = at + tzOffset(zone, new Date(at)) * MINUTE_MS
  const day = Math.floor(local / DAY_MS)
  return ((day + FIRST_WEEKDAY) % 7) * 24 + Math.floor((local - day * DAY_MS) / HOUR_MS)
}

/**
 * The hours that cover [from, to), from a midnight of the zone on, so that half-hour zones keep whole hours. A holiday
 * has the hours of a Sunday.
 */
export function hourGrid(
  zone: string,
  from: Instant,
  to: Instant,
  holidays: ReadonlySet<Day> = new Set<Day>(),
): HourGrid {
  const calendar = calendarOf(zone)
  const startsAt = calendar.startOf(calendar.dayOf(from))
  const hours = Math.max(0, Math.ceil((to - startsAt) / HOUR_MS))
  const slots = new Uint8Array(hours)
  for (let dayAt = 0; dayAt < hours; dayAt += 24) {
    const first = startsAt + dayAt * HOUR_MS
    const changes = tzOffset(zone, new Date(first)) !== tzOffset(zone, new Date(first + DAY_MS))
    const slot = slotOf(zone, first)
    for (let i = dayAt; i < Math.min(hours, dayAt + 24); i++) {
      slots[i] = changes ? slotOf(zone, startsAt + i * HOUR_MS) : (slot + i - dayAt) % WEEK_HOURS
    }
  }
  for (const day of holidays) {
    const first = Math.max(0, (calendar.startOf(day) - startsAt) / HOUR_MS)
    const last = Math.min(hours, (calendar.endOf(day) - startsAt) / HOUR_MS)
    for (let i = first; i < last; i++) slots[i] = SUNDAY + (slots[i]! % 24)
  }
  return { startsAt, endsAt: startsAt + hours * HOUR_MS, slots }
}

/** 'Mon 07:00'. */
export function slotName(slot: number): string {
  return `${DAY_NAMES[Math.floor(slot / 24)]!} ${String(slot % 24).padStart(2, '0')}:00`
}

/** Monday to Friday. */
export function isWorkday(slot: number): boolean {
  return slot < 5 * 24
}
