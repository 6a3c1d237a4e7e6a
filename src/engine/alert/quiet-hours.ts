import { clockTime } from '../clock-words.ts'
import { addDays, calendarOf, type Instant } from '../time.ts'

/** Minutes of the day: from 20:00 (1200) to 8:00 (480) goes over midnight; the end does not belong to it. */
export interface QuietHours {
  readonly from: number
  readonly to: number
}

/**
 * The end of the quiet hours that a moment lies in, by the clock of the zone; null where it lies in none. At 23:30 of
 * 20:00 to 8:00 it is 8:00 of the next day, also when the clocks change that night.
 */
export function quietUntil(at: Instant, quiet: QuietHours | null, zone: string): Instant | null {
  if (quiet === null || quiet.from === quiet.to) return null
  const today = calendarOf(zone).dayOf(at)
  for (const day of [addDays(today, -1), today]) {
    const startsAt = clockTime(day, quiet.from, zone)
    const endsAt = clockTime(quiet.to > quiet.from ? day : addDays(day, 1), quiet.to, zone)
    if (startsAt <= at && at < endsAt) return endsAt
  }
  return null
}

/**
 * Whether the digest of a day is to go out: its time has come since the last one, and no quiet hours hold it back. One
 * that was missed is due as soon as somebody looks; what is found later in the day waits for the next one.
 */
export function isDigestDue(of: {
  readonly now: Instant
  /** Minutes of the day. */
  readonly digestAt: number
  /** Null: none ever went out, and one is due. */
  readonly lastDigestAt: Instant | null
  readonly quiet: QuietHours | null
  readonly zone: string
}): boolean {
  const { now, digestAt, lastDigestAt, quiet, zone } = of
  const isNewDay = lastDigestAt === null || lastDigestAt < lastClockTime(now, digestAt, zone)
  return isNewDay && quietUntil(now, quiet, zone) === null
}

/** The last time at which the clock of the zone showed so many minutes of a day: what is done daily is due since then. */
export function lastClockTime(at: Instant, minutes: number, zone: string): Instant {
  const today = calendarOf(zone).dayOf(at)
  const due = clockTime(today, minutes, zone)
  return due <= at ? due : clockTime(addDays(today, -1), minutes, zone)
}
