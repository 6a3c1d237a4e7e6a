import type { HourGrid } from '../capacity/week.ts'
import { HOUR_MS, type Interval } from '../time.ts'

/** The set hours of a week (168 slots) on a stretch of real time, by the clock of its zone, one after another. */
export function weeklyIntervals(slots: ArrayLike<number>, grid: HourGrid): Interval[] {
  const intervals: Interval[] = []
  const hours = grid.slots.length
  for (let hour = 0; hour < hours;) {
    if (slots[grid.slots[hour]!] !== 1) {
      hour++
      continue
    }
    const from = hour
    while (hour < hours && slots[grid.slots[hour]!] === 1) hour++
    intervals.push({ startsAt: grid.startsAt + from * HOUR_MS, endsAt: grid.startsAt + hour * HOUR_MS })
  }
  return intervals
}
