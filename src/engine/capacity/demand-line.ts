import { tzOffset } from '@date-fns/tz'
import { addDays, calendarOf, HOUR_MS, MINUTE_MS, type Day, type Instant } from '../time.ts'

/** What somebody wants: so many GPUs of a kind from an instant on for so long. */
export interface Demand {
  readonly gpus: number
  /** As it was written: 'H100'. */
  readonly model: string
  readonly startsAt: Instant
  readonly endsAt: Instant
}

export type DemandLine =
  | { readonly kind: 'understood'; readonly demand: Demand }
  /** Which part was not understood, and how it is written. */
  | { readonly kind: 'unclear'; readonly part: string; readonly hint: string }

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const UNITS: Readonly<Record<string, number>> = {
  h: 1,
  hour: 1,
  hours: 1,
  d: 24,
  day: 24,
  days: 24,
  week: 168,
  weeks: 168,
}

/**
 * Reads '8 H100, Tuesday 09:00, 5 days' by the clock of the zone. The day is a weekday (the next one), today, tomorrow,
 * now, '12 Dec' or '2026-12-12'; without a time it begins at 09:00. Without a length it is a day.
 */
export function parseDemand(line: string, zone: string, now: Instant): DemandLine {
  const [what = '', when = 'now', length = '1 day', ...rest] = line.split(',').map((part) => part.trim())
  if (rest.length > 0) return unclear(rest.join(', '), 'three parts: what, when, how long')
  const wanted = /^(\d{1,4})\s*(?:x|×)?\s*([a-z0-9][\w .-]*)$/i.exec(what)
  if (!wanted || Number(wanted[1]) < 1) return unclear(what, "how many of which GPU, as '8 H100'")
  const startsAt = parseWhen(when.toLowerCase(), zone, now)
  if (startsAt === null)
    return unclear(when, "a day and a time, as 'Tuesday 09:00', 'tomorrow 14:00' or '2026-12-01 09:00'")
  const span = /^(\d{1,4})\s*([a-z]+)$/i.exec(length)
  const unit = span ? UNITS[span[2]!.toLowerCase()] : undefined
  if (!span || unit === undefined || Number(span[1]) < 1) return unclear(length, "how long, as '5 days' or '12 hours'")
  const endsAt = startsAt + Number(span[1]) * unit * HOUR_MS
  return { kind: 'understood', demand: { gpus: Number(wanted[1]), model: wanted[2]!.trim(), startsAt, endsAt } }
}

function unclear(part: string, hint: string): DemandLine {
  return { kind: 'unclear', part, hint }
}

function parseWhen(text: string, zone: string, now: Instant): Instant | null {
  if (text === 'now' || text === '') return now
  const match = /^(.*?)(?:\s+(?:at\s+)?(\d{1,2}):(\d{2}))?$/.exec(text)!
  const [, dayText = '', hour = '9', minute = '00'] = match
  if (Number(hour) > 23 || Number(minute) > 59) return null
  const today = calendarOf(zone).dayOf(now)
  const day = parseDay(dayText.trim(), today)
  if (day === null) return null
  const at = wallClock(day, Number(hour) * 60 + Number(minute), zone)
  // A weekday whose time has passed today is that of next week.
  if (at >= now) return at
  return WEEKDAYS.includes(dayText.slice(0, 3))
    ? wallClock(addDays(day, 7), Number(hour) * 60 + Number(minute), zone)
    : null
}

function parseDay(text: string, today: Day): Day | null {
  if (text === 'today') return today
  if (text === 'tomorrow') return addDays(today, 1)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return realDay(text)
  const dated = /^(\d{1,2})\s+([a-z]{3})[a-z]*$/.exec(text)
  if (dated && MONTHS.includes(dated[2]!)) {
    const monthDay = `${String(MONTHS.indexOf(dated[2]!) + 1).padStart(2, '0')}-${dated[1]!.padStart(2, '0')}`
    const thisYear = realDay(`${today.slice(0, 4)}-${monthDay}`)
    return thisYear !== null && thisYear >= today ? thisYear : realDay(`${Number(today.slice(0, 4)) + 1}-${monthDay}`)
  }
  const weekday = /^[a-z]{3,9}$/.test(text) ? WEEKDAYS.indexOf(text.slice(0, 3)) : -1
  if (weekday < 0) return null
  const todayNumber = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(today, (weekday - todayNumber + 7) % 7)
}

function realDay(text: string): Day | null {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null
}

/** The instant at which the clocks of a zone show a time; where they skip it, as much later. */
function wallClock(day: Day, minutes: number, zone: string): Instant {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS
  const guess = wall - tzOffset(zone, new Date(wall)) * MINUTE_MS
  return wall - tzOffset(zone, new Date(guess)) * MINUTE_MS
}
