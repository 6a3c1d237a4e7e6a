import { clockTime } from '../clock-words.ts'
import { addDays, calendarOf, type Day, type Instant } from '../time.ts'

/** On which days people work. */
export interface WorkCalendar {
  readonly zone: string
  readonly holidays: ReadonlySet<Day>
  /** Days of the week on which people work, Monday = 0; at least one. */
  readonly weekdays: ReadonlySet<number>
}

export const MONDAY_TO_FRIDAY: ReadonlySet<number> = new Set([0, 1, 2, 3, 4])

/** 15:00: somebody who is told then can still do something about it before the day is over. */
const LAST_CALL = 15 * 60
/** A calendar without a working day in that many is wrong; then every day counts. */
const SEARCHED_DAYS = 60

export function isWorkingDay(day: Day, { holidays, weekdays }: WorkCalendar): boolean {
  return weekdays.has(weekdayOf(day)) && !holidays.has(day)
}

/** The last day before this one on which people work. */
export function workingDayBefore(day: Day, calendar: WorkCalendar): Day {
  for (let back = 1; back <= SEARCHED_DAYS; back++) {
    const before = addDays(day, -back)
    if (isWorkingDay(before, calendar)) return before
  }
  return addDays(day, -1)
}

/**
 * By when somebody has to be told of something that happens at `at` and takes `leadMs` to prevent: 15:00 of the last
 * working day before it less the lead time. Empty on Monday 10:00, without a lead time: Friday 15:00; with one of a day,
 * the Friday still, for the day before Sunday 10:00 is a Saturday.
 */
export function lastCall(at: Instant, leadMs: number, calendar: WorkCalendar): Instant {
  const day = calendarOf(calendar.zone).dayOf(at - leadMs)
  return clockTime(workingDayBefore(day, calendar), LAST_CALL, calendar.zone)
}

/** The next Monday 09:00 after a moment, or of the first working day after it where that is a holiday. */
export function nextMondayMorning(after: Instant, calendar: WorkCalendar): Instant {
  const { zone } = calendar
  let day = calendarOf(zone).dayOf(after)
  do day = addDays(day, 1)
  while (weekdayOf(day) !== 0)
  for (let tried = 0; tried < SEARCHED_DAYS && !isWorkingDay(day, calendar); tried++) day = addDays(day, 1)
  return clockTime(day, 9 * 60, zone)
}

/** Monday = 0. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}
