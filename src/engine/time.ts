import { tzOffset } from '@date-fns/tz'

/** A moment: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number

/** A calendar day of some zone: '2026-03-01'. */
export type Day = string

/** [startsAt, endsAt): the end does not belong to it. */
export interface Interval {
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** [from, to): the last day does not belong to it. */
export interface DayRange {
  readonly from: Day
  readonly to: Day
}

export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** The second that an instant lies in: bills know no shorter time, while an observation may come in the midst of one. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / SECOND_MS) * SECOND_MS
}

/** The days of one zone; days of 23 and 25 hours, and days that were skipped (of 0 hours), included. */
export interface Calendar {
  readonly zone: string
  dayOf(at: Instant): Day
  /** The first instant of the day. */
  startOf(day: Day): Instant
  /** The first instant after the day. */
  endOf(day: Day): Instant
  /** The end of the day that the instant lies in. */
  dayEndAfter(at: Instant): Instant
  addDays(day: Day, days: number): Day
  /** The days of [from, to). */
  daysBetween(from: Day, to: Day): Day[]
  /** The calendar month that the instant lies in. */
  monthOf(at: Instant): DayRange
  monthInterval(at: Instant): Interval
}

const calendars = new Map<string, Calendar>()

/** The calendar of an IANA zone. It remembers day edges, so that inner loops cost no zone look-up. Throws on an unknown zone. */
export function calendarOf(zone: string): Calendar {
  const known = calendars.get(zone)
  if (known) return known
  if (Number.isNaN(tzOffset(zone, new Date(0)))) throw new RangeError(`unknown time zone: ${zone}`)
  const made = makeCalendar(zone)
  calendars.set(zone, made)
  return made
}

function makeCalendar(zone: string): Calendar {
  const starts = new Map<number, Instant>()
  const startOfNumber = (number: number): Instant => {
    let start = starts.get(number)
    if (start === undefined) starts.set(number, (start = findDayStart(zone, number)))
    return start
  }
  // The UTC day is off by one at most, in either direction; a skipped day is stepped over.
  const numberOf = (at: Instant): number => {
    let number = Math.floor(at / DAY_MS)
    while (startOfNumber(number) > at) number--
    while (startOfNumber(number + 1) <= at) number++
    return number
  }
  const startOf = (day: Day) => startOfNumber(dayNumber(day))
  const monthOf = (at: Instant): DayRange => {
    const [year, month] = dayName(numberOf(at)).split('-').map(Number)
    return { from: dayName(Date.UTC(year!, month! - 1) / DAY_MS), to: dayName(Date.UTC(year!, month) / DAY_MS) }
  }
  return {
    zone,
    dayOf: (at) => dayName(numberOf(at)),
    startOf,
    endOf: (day) => startOfNumber(dayNumber(day) + 1),
    dayEndAfter: (at) => startOfNumber(numberOf(at) + 1),
    addDays,
    daysBetween,
    monthOf,
    monthInterval: (at) => {
      const month = monthOf(at)
      return { startsAt: startOf(month.from), endsAt: startOf(month.to) }
    },
  }
}

/** The day that many days later (earlier when negative); the same in every zone. */
export function addDays(day: Day, days: number): Day {
  return dayName(dayNumber(day) + days)
}

/** The days of [from, to); none where `to` is not later. */
export function daysBetween(from: Day, to: Day): Day[] {
  const first = dayNumber(from)
  return Array.from({ length: Math.max(0, dayNumber(to) - first) }, (_, i) => dayName(first + i))
}

/** The seconds of an interval; 0 where it is empty or inverted. */
export function secondsOf(interval: Interval): number {
  return Math.max(0, (interval.endsAt - interval.startsAt) / SECOND_MS)
}

/** What two intervals have in common; empty or inverted where they have nothing. */
export function intersect(a: Interval, b: Interval): Interval {
  return { startsAt: Math.max(a.startsAt, b.startsAt), endsAt: Math.min(a.endsAt, b.endsAt) }
}

const names = new Map<number, Day>()
const numbers = new Map<Day, number>()

/** Days since 1970-01-01, whatever the zone. */
function dayNumber(day: Day): number {
  let number = numbers.get(day)
  if (number === undefined) {
    number = Date.parse(`${day}T00:00:00Z`) / DAY_MS
    if (!Number.isInteger(number) || dayName(number) !== day) throw new RangeError(`not a day: ${JSON.stringify(day)}`)
    numbers.set(day, number)
  }
  return number
}

function dayName(number: number): Day {
  let name = names.get(number)
  if (name === undefined) names.set(number, (name = new Date(number * DAY_MS).toISOString().slice(0, 10)))
  return name
}

/**
 * The first instant whose local day is the wanted one or later. Midnight may not exist (clocks go forward at 00:00) or
 * may come twice; zones lie between -12 and +14 hours, so that a change near it shows between these two offsets.
 */
function findDayStart(zone: string, number: number): Instant {
  const midnight = number * DAY_MS
  const offsetAt = (at: Instant) => tzOffset(zone, new Date(at)) * MINUTE_MS
  let before = midnight - 15 * HOUR_MS
  let after = midnight + 13 * HOUR_MS
  const earlier = offsetAt(before)
  const later = offsetAt(after)
  if (earlier === later) return midnight - earlier
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS
    if (offsetAt(middle) === earlier) before = middle
    else after = middle
  }
  if (midnight - earlier < after) return midnight - earlier
  return Math.max(after, midnight - later)
}
