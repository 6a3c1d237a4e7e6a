import { WEEK_HOURS } from '../capacity/week.ts'

/** A week back weighs so much of the one after it: people change their ways faster than markets. */
const WEEKLY_FADE = 0.75

const weights = Float64Array.from({ length: 60 }, (_, weeks) => WEEKLY_FADE ** weeks)

/** The weight of an hour so many hours ago. */
export function ageWeight(hoursAgo: number): number {
  return weights[Math.floor((hoursAgo - 1) / WEEK_HOURS)] ?? 0
}
