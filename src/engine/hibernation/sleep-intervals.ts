import type { HourGrid } from '../capacity/week.ts'
import { HOUR_MS, type Interval } from '../time.ts'
import type { SleepSlots } from './schedule.ts'

/** The sleeps of a weekly schedule on a stretch of real time, by the clock of its zone, one after another. */
export function sleepIntervals(asleep: SleepSlots, { startsAt, slots }: HourGrid): Interval[] {
  const intervals: Interval[] = []
  for (let hour = 0; hour < slots.length;) {
    if (asleep[slots[hour]!] !== 1) {
      hour++
      continue
    }
    const from = hour
    while (hour < slots.length && asleep[slots[hour]!] === 1) hour++
    intervals.push({ startsAt: startsAt + from * HOUR_MS, endsAt: startsAt + hour * HOUR_MS })
  }
  return intervals
}
