import { hourGrid, type HourGrid } from '../capacity/week.ts'
import { HOUR_MS, type Calendar, type Day, type DayRange, type Instant } from '../time.ts'

/** The runway looks so many days ahead, whatever the window. */
export const HORIZON_DAYS = 365

/** The days from now to the horizon, day 0 being the one that runs. */
export interface PlanClock {
  readonly asOf: Instant
  /** The start of the day after the last. */
  readonly horizonAt: Instant
  readonly calendar: Calendar
  readonly window: DayRange
  /** Day i is [starts[i], starts[i + 1]). */
  readonly starts: readonly Instant[]
  readonly days: readonly Day[]
  /** The days of the window among them, [from, to). */
  readonly windowFrom: number
  readonly windowTo: number
  readonly grid: HourGrid
}

export function planClock(calendar: Calendar, asOf: Instant, window: DayRange): PlanClock {
  const today = calendar.dayOf(asOf)
  const longest = calendar.addDays(today, HORIZON_DAYS + 1)
  const last = window.to > longest ? window.to : longest
  const days = calendar.daysBetween(today, last)
  const starts = [...days.map((day) => calendar.startOf(day)), calendar.startOf(last)]
  const horizonAt = starts.at(-1)!
  const ahead = (day: Day) => (day <= today ? 0 : calendar.daysBetween(today, day).length)
  return {
    asOf,
    horizonAt,
    calendar,
    window,
    starts,
    days,
    windowFrom: ahead(window.from),
    windowTo: window.to <= today ? 0 : ahead(window.to),
    grid: hourGrid(calendar.zone, asOf, horizonAt),
  }
}

/** Whole days that are alike: so long, and awake for so long of it. */
export interface DayClass {
  readonly dayMs: number
  readonly awakeMs: number
  /** How many of the days before each are of this class: days [i, j) hold before[j] - before[i] of them. */
  readonly before: Int32Array
}

/** When a weekly rhythm is awake. */
export interface Rhythm {
  awakeMs(startsAt: Instant, endsAt: Instant): number
  /** The first moment at which it has been awake so long since `from`; null beyond the horizon. */
  reachedAt(from: Instant, awakeMs: number): Instant | null
  readonly classes: readonly DayClass[]
}

/** The rhythm of what is awake in some hours of the week (`awake`, 168 slots), or always (null). */
export function rhythmOf(clock: PlanClock, awake: Uint8Array | null): Rhythm {
  const awakeUpTo = awake === null ? (at: Instant) => at : awakeClock(clock.grid, awake)
  const awakeMs = (startsAt: Instant, endsAt: Instant) => awakeUpTo(endsAt) - awakeUpTo(startsAt)
  return {
    awakeMs,
    reachedAt: (from, wantedMs) => {
      if (awakeMs(from, clock.horizonAt) < wantedMs) return null
      let low = from
      let high = clock.horizonAt
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        if (awakeMs(from, middle) >= wantedMs) high = middle
        else low = middle + 1
      }
      return low
    },
    classes: classesOf(clock, awakeMs),
  }
}

/** The first full hour at which a weekly rhythm wakes, later than the moment; null where it never sleeps or wakes. */
export function firstWake({ grid }: PlanClock, awake: Uint8Array, after: Instant): Instant | null {
  const { slots, startsAt } = grid
  for (let hour = Math.max(1, Math.floor((after - startsAt) / HOUR_MS) + 1); hour < slots.length; hour++) {
    if (awake[slots[hour]!] === 1 && awake[slots[hour - 1]!] === 0) return startsAt + hour * HOUR_MS
  }
  return null
}

function awakeClock({ slots, startsAt }: HourGrid, awake: Uint8Array): (at: Instant) => number {
  const hours = new Float64Array(slots.length + 1)
  for (let i = 0; i < slots.length; i++) hours[i + 1] = hours[i]! + awake[slots[i]!]!
  return (at) => {
    const hour = Math.max(0, Math.min(slots.length - 1, Math.floor((at - startsAt) / HOUR_MS)))
    const within = awake[slots[hour]!] === 1 ? at - startsAt - hour * HOUR_MS : 0
    return hours[hour]! * HOUR_MS + within
  }
}

function classesOf(clock: PlanClock, awakeMs: Rhythm['awakeMs']): DayClass[] {
  const classes = new Map<string, { dayMs: number; awakeMs: number; before: Int32Array }>()
  for (let i = 0; i < clock.days.length; i++) {
    const startsAt = clock.starts[i]!
    const endsAt = clock.starts[i + 1]!
    const dayMs = endsAt - startsAt
    const awake = awakeMs(startsAt, endsAt)
    const key = `${dayMs} ${awake}`
    const known = classes.get(key) ?? { dayMs, awakeMs: awake, before: new Int32Array(clock.days.length + 1) }
    classes.set(key, known)
    known.before[i + 1] = 1
  }
  for (const { before } of classes.values()) for (let i = 1; i < before.length; i++) before[i]! += before[i - 1]!
  return [...classes.values()]
}
