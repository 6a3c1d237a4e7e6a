export type Day = string
export type Instant = number

type Reading = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

const HOUR = 3_600_000
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds that the clocks of a zone are ahead of UTC at an instant: Asia/Kolkata 19800000. */
export function offsetAt(at: Instant, zone: string): number {
  const seconds = Math.floor(at / 1000) * 1000
  return wallClockAt(seconds, zone) - seconds
}

/** The day of a zone that holds an instant. */
export function dayAt(at: Instant, zone: string): Day {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10)
}

/** The instant at which a day of a zone begins; where the clocks skip midnight, the first instant of that day. */
export function startOfDay(day: Day, zone: string): Instant {
  return instantOfWallClock(Date.parse(`${day}T00:00:00Z`), zone)
}

/** Halfway through the day (12:00 on days of 24 hours): where a day's bar stands. */
export function middleOfDay(day: Day, zone: string): Instant {
  return (startOfDay(day, zone) + startOfDay(addDays(day, 1), zone)) / 2
}

/** Wall clock time as if it were UTC: the same reading at offset 0. */
export function wallClockAt(at: Instant, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year, month, day, hour, minute, second } = parts as Record<Reading, number>
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The first instant at which the clocks of a zone show at least the given wall clock time. */
export function instantOfWallClock(wall: number, zone: string): Instant {
  const before = wall - offsetAt(wall - 26 * HOUR, zone)
  const after = wall - offsetAt(wall + 26 * HOUR, zone)
  if (wallClockAt(before, zone) === wall) return before
  if (wallClockAt(after, zone) === wall) return after
  // Skipped by the clocks: the jump itself, which `before` overshoots and `after` undershoots.
  let [low, high] = [Math.min(before, after), Math.max(before, after)]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (wallClockAt(middle, zone) >= wall) high = middle
    else low = middle
  }
  return high
}

/** '2026-03-01' plus or minus whole days. */
export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** All days of [from, to). */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day)
  return days
}

/** The first day of the month that holds `day`, `count` months on. */
export function startOfMonth(day: Day, count = 0): Day {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return date.toISOString().slice(0, 10)
}

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    const two = '2-digit'
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    })
    clocks.set(zone, clock)
  }
  return clock
}
