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
  const week = profile(on, from)
  let stops = 0
  let starts = 0
  let onHours = 0
  for (let h = 0; h < hours; h++) {
    const share = on[h]!
    onHours += share
    const next = h + 1 < hours ? on[h + 1]! : share
    if (next < share) stops += share - next
    else starts += next - share
  }
  const stays = 1 - (stops + 0.5) / (onHours + 1) - (starts + 0.5) / (hours - onHours + 1)
  const rho = Math.min(0.999, Math.max(0, stays))
  const surprise = (on[hours - 1]! >= 0.5 ? 1 : 0) - week[slotOf(at - 1)]!
  const ahead = new Float64Array(horizon)
  let slot = slotOf(at)
  for (let i = 0; i < horizon; i++) {
    ahead[i] = Math.min(1, Math.max(0, week[slot]! + surprise * rho ** (i + 1)))
    if (++slot === WEEK) slot = 0
  }
  return ahead
}

/** The hour of the week; whole hours alone have one. */
const slotOf = (hour: number) => ((hour % WEEK) + WEEK) % WEEK

/** The share of each hour of the week that was on, of the hours from `from` on: newer weeks count more. */
function profile(on: Float64Array, from: number): Float64Array {
  const sums = new Float64Array(WEEK)
  const weights = new Float64Array(WEEK)
  const daySums = new Float64Array(24)
  const dayWeights = new Float64Array(24)
  let sum = 0
  let weight = 0
  let slot = slotOf(from)
  let w = 0
  for (let h = 0; h < on.length; h++) {
    const hoursAgo = on.length - 1 - h
    if (h === 0 || hoursAgo % WEEK === WEEK - 1) w = DECAY ** Math.floor(hoursAgo / WEEK)
    const share = w * on[h]!
    sums[slot]! += share
    weights[slot]! += w
    daySums[slot % 24]! += share
    dayWeights[slot % 24]! += w
    sum += share
    weight += w
    if (++slot === WEEK) slot = 0
  }
  const mean = sum / weight
  return sums.map((own, s) => {
    const day = (daySums[s % 24]! + PRIOR * mean) / (dayWeights[s % 24]! + PRIOR)
    return (own + PRIOR * day) / (weights[s]! + PRIOR)
  })
}
