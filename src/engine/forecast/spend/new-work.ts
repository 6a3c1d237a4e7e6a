import { hourSums } from './hourly-spend.ts'
import type { Stretch } from './spend-record.ts'

/** Days back that new work is learned from. */
const LEARN_DAYS = 42
export const LEARNED_HOURS = LEARN_DAYS * 24
/** Days after which a past window counts half. */
const WINDOW_HALF_LIFE = 7
/** How much more the same weekday counts. */
const SAME_WEEKDAY = 2
/**
 * Days after which a birth counts half: how much work begins changes faster than how long it lasts, and the farther ahead
 * is asked, the longer is looked back. Four days and half of the horizon, a fortnight at most.
 */
const birthHalfLife = (horizon: number) => Math.min(14, 4 + horizon / 48)
const LASTING_HALF_LIFE = 30
/** Days that the mean of all hours is worth against the births of one hour of the day. */
const HOUR_PRIOR = 2

/**
 * The hour from which births are new work: an account's first ones, a quarter of its history and a week at most, are how
 * it was set up.
 */
export const settledAt = (since: number, at: number) => since + Math.min(7 * 24, Math.max(0, at - since) / 4)

const decay = (hours: number, halfLifeDays: number) => 0.5 ** (hours / 24 / halfLifeDays)

/**
 * Cost per hour of resources born after a moment, averaged over earlier moments of the same hour of the day whose window
 * had ended: the nearer and the more alike the weekday, the heavier. Right about shapes, but as old as the window is long.
 *
 * `stretches` in the order of their starts, `since` the hour from which they are complete.
 */
export function newWorkInPastWindows(
  stretches: readonly Stretch[],
  at: number,
  horizon: number,
  since: number,
): Float64Array {
  const mean = hourSums(horizon)
  let weights = 0
  const latest = at - Math.ceil(horizon / 24) * 24
  const earliest = Math.max(settledAt(since, at), latest - LEARN_DAYS * 24)
  for (let origin = latest; origin >= earliest; origin -= 24) {
    const weight = decay(latest - origin, WINDOW_HALF_LIFE) * ((at - origin) % 168 === 0 ? SAME_WEEKDAY : 1)
    weights += weight
    for (let s = firstAfter(stretches, origin); s < stretches.length; s++) {
      const { from, to, rate, bornAt } = stretches[s]!
      if (from >= origin + horizon) break
      if (bornAt > origin) mean.add(from - origin, Math.min(to, at) - origin, weight * rate)
    }
  }
  const sums = mean.sums()
  return weights === 0 ? sums : sums.map((sum) => sum / weights)
}

/**
 * The same from the births of the last days and from how long births last: births per hour of the day times the share
 * that is still on so many hours later. As fresh as yesterday, blind to what returns.
 */
export function newWorkFromBirths(
  stretches: readonly Stretch[],
  at: number,
  horizon: number,
  since: number,
): Float64Array {
  const halfLife = birthHalfLife(horizon)
  const start = Math.max(Math.ceil(settledAt(since, at)), at - LEARN_DAYS * 24)
  const hoursSeen = new Float64Array(24)
  const born = new Float64Array(24)
  const hourOf = (hour: number) => ((Math.floor(hour) % 24) + 24) % 24
  for (let hour = start; hour < at; hour++) hoursSeen[hourOf(hour)]! += decay(at - hour, halfLife)
  const onSums = hourSums(horizon)
  const seenSums = hourSums(horizon)
  for (let s = firstAfter(stretches, start - 1); s < stretches.length; s++) {
    const { from, to, rate, bornAt } = stretches[s]!
    if (from >= at) break
    if (bornAt < start) continue
    const weight = rate * decay(at - bornAt, LASTING_HALF_LIFE)
    const known = Math.floor(at - bornAt)
    if (from === bornAt) {
      born[hourOf(from)]! += rate * decay(at - from, halfLife)
      seenSums.add(0, known, weight)
    }
    onSums.add(from - bornAt, Math.min(to - bornAt, known), weight)
  }
  const lasting = onSums.sums()
  const seen = seenSums.sums()
  let previous = 0
  const share = lasting.map((hours, lag) => (previous = seen[lag]! > NONE ? hours / seen[lag]! : previous))
  const allSeen = hoursSeen.reduce((sum, v) => sum + v, 0)
  if (allSeen === 0) return new Float64Array(horizon)
  const mean = born.reduce((sum, v) => sum + v, 0) / allSeen
  const births = hoursSeen.map((hours, hour) => (born[hour]! + HOUR_PRIOR * mean) / (hours + HOUR_PRIOR))
  // Births know the hour of the day alone: lags that are whole days apart meet the same ones and are added up first.
  const stillOn = new Float64Array(24)
  const expected = new Float64Array(horizon)
  for (let lead = 0; lead < horizon; lead++) {
    // Born within the hour on average at its middle: half of the first share falls into it.
    stillOn[lead % 24]! += (share[lead]! + (lead === 0 ? 0 : share[lead - 1]!)) * 0.5
    let hour = hourOf(at + lead)
    let sum = 0
    for (let slot = 0; slot < 24; slot++) {
      sum += births[hour]! * stillOn[slot]!
      hour = hour === 0 ? 23 : hour - 1
    }
    expected[lead] = sum
  }
  return expected
}

/** Sums of floats that should be nought may be off by this. */
const NONE = 1e-9

/** The first stretch that begins after a moment, of stretches in the order of their starts. */
function firstAfter(stretches: readonly Stretch[], moment: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (stretches[middle]!.from <= moment) low = middle + 1
    else high = middle
  }
  return low
}
