import { WEEK_HOURS } from '../capacity/week.ts'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Whole hours by the clock; 20 to 8 goes on into the next day, 0 to 24 is the whole day. */
export interface WeekWindow {
  readonly days: readonly Weekday[]
  readonly from: number
  readonly to: number
}

/** 1 = inside a window in that hour of the week; slot 0 is Monday 00:00. */
export function weekSlots(week: readonly WeekWindow[]): Uint8Array {
  const slots = new Uint8Array(WEEK_HOURS)
  for (const { days, from, to } of week) {
    for (const day of days) {
      const hours = to > from ? to - from : 24 - from + to
      const first = WEEKDAYS.indexOf(day) * 24 + from
      for (let hour = 0; hour < hours; hour++) slots[(first + hour) % WEEK_HOURS] = 1
    }
  }
  return slots
}

/**
 * The windows that make up slots, none over midnight, days of the same hours together: `weekSlots` of them gives the
 * same slots again.
 */
export function weekWindows(slots: ArrayLike<number>): WeekWindow[] {
  const windows = new Map<string, { days: Weekday[]; from: number; to: number }>()
  for (const [number, day] of WEEKDAYS.entries()) {
    const isSet = (hour: number) => hour < 24 && slots[number * 24 + hour] === 1
    for (let from = 0; from < 24; from++) {
      if (!isSet(from)) continue
      let to = from
      while (isSet(to)) to++
      const same = windows.get(`${from} ${to}`)
      if (same) same.days.push(day)
      else windows.set(`${from} ${to}`, { days: [day], from, to })
      from = to
    }
  }
  return [...windows.values()]
}

/** 'Mon-Fri 08:00-20:00, Sat 10:00-14:00'. */
export function describeWeek(week: readonly WeekWindow[]): string {
  return week.map(({ days, from, to }) => `${describeDays(days)} ${clock(from)}-${clock(to)}`).join(', ')
}

function describeDays(days: readonly Weekday[]): string {
  const numbers = [...new Set(days)].map((day) => WEEKDAYS.indexOf(day)).sort((a, b) => a - b)
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([from, to]) => (from === to ? dayName(from) : `${dayName(from)}-${dayName(to)}`)).join(' ')
}

function dayName(number: number): string {
  const name = WEEKDAYS[number]!
  return name[0]!.toUpperCase() + name.slice(1)
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}
