import type { Day } from '../engine/time.ts'

/** A beginning or an end that may be missing, as a date that compares. */
export const fromDayOf = (day: Day | null): Day => day ?? '-infinity'
export const toDayOf = (day: Day | null): Day => day ?? 'infinity'

/** Back again. */
export const dayOrNull = (stored: Day): Day | null => (stored.endsWith('infinity') ? null : stored)
