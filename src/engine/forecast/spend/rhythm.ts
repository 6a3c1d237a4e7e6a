import type { Life } from './lifetimes.ts'

const WEEK = 168
/** Weight of a week against the one after it. */
const DECAY = 0.75
/** Weeks of history that a profile looks at. */
const WEEKS = 8
/** Hours that the hour of the day, and the resource's mean, are worth against an hour of the week. */
const PRIOR = 1

/**
 * The chance that a resource that comes and goes is on in each of the next hours: its hour-of-week profile, and near the
 * start its present state, which fades by rho = 1 - P(on to off) - P(off to on) an hour.
 *
 * `at` is a whole hour; the profile is shrunk to its hour of the day and that to its mean.
 */
export function rhythmAhead({ stretches, bornAt }: Life, at: number, horizon: number): Float64Array {
  const from = Math.max(Math.ceil(bornAt), at - WEEKS * WEEK)
  const hours = Math.max(1, at - from)
  const on = new Float64Array(hours)
  for (const { from: start, to } of stretches) {
    const first = Math.max(0, Math.floor(start - from))
    const last = Math.min(hours, Math.ceil(to - from))
    for (let h = first; h < last; h++)
      on[h] = Math.min(1, on[h]! + Math.min(to, from + h + 1) - Math.max(start, from + h))
  }
  const week = profile()
  let stops = 0
  let starts = 0
  let onHours = 0
  on.forEach((share, h) => {
    week.add(from + h, share, DECAY ** Math.floor((hours - 1 - h) / WEEK))
    onHours += share
    const next = on[h + 1] ?? share
    if (next < share) stops += share - next
    else starts += next - share
  })
  const stays = 1 - (stops + 0.5) / (onHours + 1) - (starts + 0.5) / (hours - onHours + 1)
  const rho = Math.min(0.999, Math.max(0, stays))
  const surprise = (on[hours - 1]! >= 0.5 ? 1 : 0) - week.at(at - 1)
  return new Float64Array(horizon).map((_, i) => Math.min(1, Math.max(0, week.at(at + i) + surprise * rho ** (i + 1))))
}

function profile() {
  const sums = new Float64Array(WEEK)
  const weights = new Float64Array(WEEK)
  const daySums = new Float64Array(24)
  const dayWeights = new Float64Array(24)
  let sum = 0
  let weight = 0
  return {
    add(hour: number, share: number, w: number): void {
      const slot = ((hour % WEEK) + WEEK) % WEEK
      sums[slot]! += w * share
      weights[slot]! += w
      daySums[slot % 24]! += w * share
      dayWeights[slot % 24]! += w
      sum += w * share
      weight += w
    },
    at(hour: number): number {
      const slot = ((hour % WEEK) + WEEK) % WEEK
      const mean = sum / weight
      const day = (daySums[slot % 24]! + PRIOR * mean) / (dayWeights[slot % 24]! + PRIOR)
      return (sums[slot]! + PRIOR * day) / (weights[slot]! + PRIOR)
    },
  }
}
