import { DAY, HOUR, SECOND, utcDayOf } from './time.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The calendar day of an instant in a zone: '2025-01-15'. */
export function dayOf(at: number, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(zone, format)
  }
  return format.format(at)
}

/**
 * The first instant of a calendar day in a zone. Found by halving, so it needs no rule about clock changes:
 * 2026-03-29 in Europe/Berlin starts at 2026-03-28T23:00:00Z and the next day 23 hours later.
 * A day that the zone skipped starts where the next one does.
 */
export function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (zone === 'UTC') return midnight
  let before = midnight - 30 * HOUR
  let notBefore = midnight + 30 * HOUR
  while (notBefore - before > SECOND) {
    const middle = Math.floor((before + notBefore) / 2 / SECOND) * SECOND
    if (dayOf(middle, zone) < day) before = middle
    else notBefore = middle
  }
  return notBefore
}

export interface CalendarDay {
  day: string
  startsAt: number
  endsAt: number
}

/** The days of a zone that touch [from, to), in order. A day that the zone skipped is not among them. */
export function daysBetween(from: number, to: number, zone: string): CalendarDay[] {
  const days: CalendarDay[] = []
  if (from >= to) return days
  let day = dayOf(from, zone)
  let startsAt = startOfDay(day, zone)
  while (startsAt < to) {
    const next = nextDay(day)
    const endsAt = startOfDay(next, zone)
    if (endsAt > startsAt) days.push({ day, startsAt, endsAt })
    day = next
    startsAt = endsAt
  }
  return days
}

function nextDay(day: string): string {
  return utcDayOf(Date.parse(`${day}T00:00:00Z`) + DAY)
}
