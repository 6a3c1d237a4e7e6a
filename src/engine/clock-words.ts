import { tzOffset } from '@date-fns/tz'
import { addDays, calendarOf, MINUTE_MS, type Day, type Instant } from './time.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** How a moment is written, for whoever wrote it otherwise. */
export const MOMENT_FORMS = "'Tuesday 09:00', 'tomorrow 14:00', '12 Dec' or '2026-12-01 09:00'"

/** Minutes of a day for a day without a time: its beginning, when work begins, its end. */
export const DAY_STARTS = 0
export const WORK_STARTS = 9 * 60
export const DAY_ENDS = 24 * 60

/**
 * Reads 'Fri 18:00', 'today', 'tomorrow 9:30', '12 Dec', '2026-12-12 09:00' by the clock of the zone; a day alone means
 * `withoutTime` minutes into it. A weekday is the next one: that of today only while its time is still to come. A date
 * without a year is the next of that name. Null for anything else; it may lie in the past.
 */
export function parseMoment(text: string, zone: string, now: Instant, withoutTime: number): Instant | null {
  const match = /^(.*?)(?:(?:\s+|(?<=\d)t)(?:at\s+)?(\d{1,2}):(\d{2}))?$/.exec(text.trim().toLowerCase())!
  const [, dayText = '', hour, minute] = match
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return null
  const minutes = hour === undefined ? withoutTime : Number(hour) * 60 + Number(minute)
  const day = parseDay(dayText.trim(), calendarOf(zone).dayOf(now))
  if (day === null) return null
  const at = clockTime(day, minutes, zone)
  const isWeekday = WEEKDAYS.includes(dayText.trim().slice(0, 3))
  return isWeekday && at < now ? clockTime(addDays(day, 7), minutes, zone) : at
}

function parseDay(text: string, today: Day): Day | null {
  if (text === 'today') return today
  if (text === 'tomorrow') return addDays(today, 1)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return realDay(text)
  const dated = /^(\d{1,2})\.?\s+([a-z]{3})[a-z]*(?:\s+(\d{4}))?$/.exec(text)
  if (dated && MONTHS.includes(dated[2]!)) {
    const monthDay = `${String(MONTHS.indexOf(dated[2]!) + 1).padStart(2, '0')}-${dated[1]!.padStart(2, '0')}`
    if (dated[3] !== undefined) return realDay(`${dated[3]}-${monthDay}`)
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

/** The instant at which the clocks of a zone show a time of a day; where they skip it, as much later. */
export function clockTime(day: Day, minutes: number, zone: string): Instant {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS
  const guess = wall - tzOffset(zone, new Date(wall)) * MINUTE_MS
  return wall - tzOffset(zone, new Date(guess)) * MINUTE_MS
}

const WEEKDAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 'Fri 11 Dec 18:00' by the clock of the zone, with its year where that is another than the one of `now`. */
export function momentWords(at: Instant, zone: string, now: Instant): string {
  const local = new Date(at + tzOffset(zone, new Date(at)) * MINUTE_MS)
  return `${dayWords(local.toISOString().slice(0, 10), zone, now)} ${local.toISOString().slice(11, 16)}`
}

/** 'Fri 11 Dec', with its year where that is another than the one of `now`. */
export function dayWords(day: Day, zone: string, now: Instant): string {
  const at = new Date(`${day}T00:00:00Z`)
  const year = day.slice(0, 4)
  const withYear = year === calendarOf(zone).dayOf(now).slice(0, 4) ? '' : ` ${year}`
  const weekday = WEEKDAY_NAMES[(at.getUTCDay() + 6) % 7]!
  return `${weekday} ${at.getUTCDate()} ${MONTH_NAMES[at.getUTCMonth()]!}${withYear}`
}
