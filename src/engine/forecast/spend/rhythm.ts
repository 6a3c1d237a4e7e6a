import type { Life } from './lives.ts'

const WEEK = 168
/** Weight of a week against the one after it. */
const DECAY = 0.75
/** Weeks of history that a profile looks at. */
const WEEKS = 8
/** Hours that the hour of the day, and the resource's mean, are worth against an hour of the week. */
const PRIOR = 1

const WEIGHTS = Float64Array.from({ length: WEEKS + 1 }, (_, week) => DECAY ** week)

/** What a profile is worked out in, so that thousands of resources do not each ask for memory of their own. */
export const rhythmScratch = () => ({
  on: new Float64Array(WEEKS * WEEK),
  week: new Float64Array(WEEK),
  weights: new Float64Array(WEEK),
  day: new Float64Array(24),
  dayWeights: new Float64Array(24),
})
export type RhythmScratch = ReturnType<typeof rhythmScratch>

/**
 * Multiplies each of the next hours in `path` by the chance that a resource that comes and goes is on in it: its
 * hour-of-week profile, and near the start its present state, which fades by rho = 1 - P(on to off) - P(off to on) an
 * hour.
 *
 * `at` is a whole hour, `begun` the stretches that had begun by then; the profile is shrunk to its hour of the day and
 * that to its mean.
 */
export function applyRhythm(life: Life, begun: number, at: number, path: Float64Array, scratch: RhythmScratch): void {
  const { on, week } = scratch
  const from = Math.max(Math.ceil(life.bornAt), at - WEEKS * WEEK)
  const hours = Math.max(1, at - from)
  fillPresence(life, begun, from, hours, on)
  const rho = fillProfile(from, hours, scratch)
  let surprise = (on[hours - 1]! >= 0.5 ? 1 : 0) - week[slotOf(at - 1)]!
  let slot = slotOf(at)
  for (let i = 0; i < path.length; i++) {
    surprise *= rho
    path[i]! *= Math.min(1, Math.max(0, week[slot]! + surprise))
    slot = slot === WEEK - 1 ? 0 : slot + 1
  }
}

/** The share of each hour from `from` on in which the resource was on. */
function fillPresence({ stretches }: Life, begun: number, from: number, hours: number, on: Float64Array): void {
  on.fill(0, 0, hours)
  for (let s = begun - 1; s >= 0; s--) {
    const { from: start, to } = stretches[s]!
    const first = Math.max(0, Math.floor(start - from))
    const last = Math.min(hours, Math.ceil(to - from))
    for (let h = first; h < last; h++)
      on[h] = Math.min(1, on[h]! + Math.min(to, from + h + 1) - Math.max(start, from + h))
  }
}

/**
 * Fills the profile by hour of the week, in which a week weighs three quarters of the one after it; gives how much of a
 * present state is left an hour later.
 */
function fillProfile(from: number, hours: number, { on, week, weights, day, dayWeights }: RhythmScratch): number {
  week.fill(0)
  weights.fill(0)
  day.fill(0)
  dayWeights.fill(0)
  let onHours = 0
  let stops = 0
  let starts = 0
  let before = on[0]!
  let slot = slotOf(from)
  let w = 0
  for (let h = 0; h < hours; h++) {
    const back = hours - 1 - h
    if (h === 0 || back % WEEK === WEEK - 1) w = WEIGHTS[Math.floor(back / WEEK)]!
    const share = on[h]!
    week[slot]! += w * share
    weights[slot]! += w
    onHours += share
    if (share < before) stops += before - share
    else starts += share - before
    before = share
    slot = slot === WEEK - 1 ? 0 : slot + 1
  }
  let sum = 0
  let weight = 0
  for (let s = 0; s < WEEK; s++) {
    day[s % 24]! += week[s]!
    dayWeights[s % 24]! += weights[s]!
    sum += week[s]!
    weight += weights[s]!
  }
  const mean = sum / weight
  for (let s = 0; s < WEEK; s++) {
    const ofDay = (day[s % 24]! + PRIOR * mean) / (dayWeights[s % 24]! + PRIOR)
    week[s] = (week[s]! + PRIOR * ofDay) / (weights[s]! + PRIOR)
  }
  const stays = 1 - (stops + 0.5) / (onHours + 1) - (starts + 0.5) / (hours - onHours + 1)
  return Math.min(0.999, Math.max(0, stays))
}

const slotOf = (hour: number) => ((hour % WEEK) + WEEK) % WEEK
