import type { Day } from '../time.ts'

/** Days [fromDay, toDay); null = without end on that side. */
export interface DayBounds {
  readonly fromDay: Day | null
  readonly toDay: Day | null
}

/** Whether a beginning is not after a day; the day null stands for all time before anything begins. */
export const isNotAfter = (from: Day | null, day: Day | null): boolean => from === null || (day !== null && from <= day)

/** Whether a day is before an end. */
export const isBefore = (day: Day | null, to: Day | null): boolean => to === null || day === null || day < to

/** By the beginning, without one first. */
export const byFromDay = (a: DayBounds, b: DayBounds): number =>
  a.fromDay === b.fromDay ? 0 : a.fromDay === null || (b.fromDay !== null && a.fromDay < b.fromDay) ? -1 : 1
