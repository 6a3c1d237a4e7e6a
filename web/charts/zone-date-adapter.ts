import { _adapters, type TimeUnit } from 'chart.js'
import { instantOfWallClock, offsetAt, wallClockAt } from '../zone-time.ts'

/** Each unit in milliseconds; those of no fixed length (day and up) are stepped on the wall clock. */
const SIZES: Readonly<Record<TimeUnit, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
  quarter: 91 * 86_400_000,
  year: 365 * 86_400_000,
}
const MONTHS: Partial<Record<TimeUnit, number>> = { month: 1, quarter: 3, year: 12 }
const isClockUnit = (unit: TimeUnit) => SIZES[unit] <= SIZES.hour

/** `at` moved by whole units on the wall clock of `zone`: a day more is the same time tomorrow, also over a DST change. */
export function addUnits(at: number, amount: number, unit: TimeUnit, zone: string): number {
  if (isClockUnit(unit)) return at + amount * SIZES[unit]
  const wall = new Date(wallClockAt(at, zone))
  const months = MONTHS[unit]
  if (months) wall.setUTCMonth(wall.getUTCMonth() + amount * months)
  else wall.setUTCDate(wall.getUTCDate() + amount * (SIZES[unit] / SIZES.day))
  return instantOfWallClock(wall.getTime(), zone)
}

/** The beginning of the unit that holds `at`, in `zone`. `firstWeekday`: 1 is Monday. */
export function startOfUnit(at: number, unit: TimeUnit | 'isoWeek', zone: string, firstWeekday = 1): number {
  if (unit !== 'isoWeek' && isClockUnit(unit)) {
    const offset = offsetAt(at, zone)
    return Math.floor((at + offset) / SIZES[unit]) * SIZES[unit] - offset
  }
  const wall = new Date(wallClockAt(at, zone))
  const months = unit === 'isoWeek' ? undefined : MONTHS[unit]
  wall.setUTCHours(0, 0, 0, 0)
  if (unit === 'week' || unit === 'isoWeek') {
    wall.setUTCDate(wall.getUTCDate() - ((wall.getUTCDay() - firstWeekday + 7) % 7))
  } else if (months) {
    wall.setUTCMonth(wall.getUTCMonth() - (wall.getUTCMonth() % months), 1)
  }
  return instantOfWallClock(wall.getTime(), zone)
}

/** Whole units from `from` to `to`, cut towards zero. */
export function unitsBetween(from: number, to: number, unit: TimeUnit, zone: string): number {
  if (isClockUnit(unit)) return Math.trunc((to - from) / SIZES[unit])
  let steps = Math.trunc((to - from) / SIZES[unit])
  const direction = to < from ? -1 : 1
  const isPast = (count: number) => (addUnits(from, count, unit, zone) - to) * direction > 0
  while (!isPast(steps + direction)) steps += direction
  while (steps !== 0 && isPast(steps)) steps -= direction
  return steps
}

/**
 * Teaches chart.js the days of a zone; the usual adapters know the viewer's only. A chart names its zone in
 * `scales.x.adapters.date`. Labels come from the tick callbacks of each config, so `formats` is empty.
 */
export function registerZoneDateAdapter(): void {
  _adapters._date.override<{ zone?: string }>({
    formats: () => ({}) as Record<TimeUnit | 'datetime', string>,
    parse: (value) => (typeof value === 'number' ? value : null),
    format: (at) => new Date(at).toISOString(),
    add(at, amount, unit) {
      return addUnits(at, amount, unit, this.options.zone ?? 'UTC')
    },
    diff(to, from, unit) {
      return unitsBetween(from, to, unit, this.options.zone ?? 'UTC')
    },
    startOf(at, unit, weekday) {
      return startOfUnit(at, unit, this.options.zone ?? 'UTC', typeof weekday === 'number' ? weekday : 1)
    },
    endOf(at, unit) {
      const zone = this.options.zone ?? 'UTC'
      const start = startOfUnit(at, unit, zone)
      return addUnits(start, 1, unit, zone) - 1
    },
  })
}
