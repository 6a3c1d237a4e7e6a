import type { Stretch } from './spend-record.ts'

/** Days back that new work is learned from. */
const LEARN_DAYS = 42
export const LEARNED_HOURS = LEARN_DAYS * 24
/** Days after which a past window counts half. */
const WINDOW_HALF_LIFE = 7
/** How much more the same weekday counts. */
const SAME_WEEKDAY = 2
/** Days after which a birth counts half: how much work begins changes faster than how long it lasts. */
const BIRTH_HALF_LIFE = 3
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
  const mean = new Float64Array(horizon)
  let weights = 0
  const latest = at - Math.ceil(horizon / 24) * 24
  const earliest = Math.max(settledAt(since, at), latest - LEARN_DAYS * 24)
  for (let origin = latest; origin >= earliest; origin -= 24) {
    const weight = decay(latest - origin, WINDOW_HALF_LIFE) * ((at - origin) % 168 === 0 ? SAME_WEEKDAY : 1)
    weights += weight
    for (const { from, to, rate, bornAt } of stretches) {
      if (from >= origin + horizon) break
      if (bornAt <= origin) continue
      const end = Math.min(to, at, origin + horizon)
      for (let h = Math.floor(from - origin); h < end - origin; h++)
        mean[h]! += weight * rate * (Math.min(end, origin + h + 1) - Math.max(from, origin + h))
    }
  }
  return weights === 0 ? mean : mean.map((sum) => sum / weights)
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
  const start = Math.max(Math.ceil(settledAt(since, at)), at - LEARN_DAYS * 24)
  const hoursSeen = new Float64Array(24)
  const born = new Float64Array(24)
  const hourOf = (hour: number) => ((Math.floor(hour) % 24) + 24) % 24
  for (let hour = start; hour < at; hour++) hoursSeen[hourOf(hour)]! += decay(at - hour, BIRTH_HALF_LIFE)
  const lasting = new Float64Array(horizon)
  const seen = new Float64Array(horizon)
  for (const { from, to, rate, bornAt } of stretches) {
    if (from >= at || bornAt < start) continue
    if (from === bornAt) born[hourOf(from)]! += rate * decay(at - from, BIRTH_HALF_LIFE)
    const weight = rate * decay(at - bornAt, LASTING_HALF_LIFE)
    const known = Math.min(horizon, Math.floor(at - bornAt))
    if (from === bornAt) for (let lag = 0; lag < known; lag++) seen[lag]! += weight
    for (let lag = Math.max(0, Math.floor(from - bornAt)); lag < Math.min(known, to - bornAt); lag++)
      lasting[lag]! += weight * (Math.min(to, bornAt + lag + 1) - Math.max(from, bornAt + lag))
  }
  let previous = 0
  const share = lasting.map((hours, lag) => (previous = seen[lag]! > 0 ? hours / seen[lag]! : previous))
  const allSeen = hoursSeen.reduce((sum, v) => sum + v, 0)
  if (allSeen === 0) return new Float64Array(horizon)
  const mean = born.reduce((sum, v) => sum + v, 0) / allSeen
  const births = hoursSeen.map((hours, hour) => (born[hour]! + HOUR_PRIOR * mean) / (hours + HOUR_PRIOR))
  // Births know the hour of the day alone: lags that are whole days apart meet the same ones and are added up first.
  const stillOn = new Float64Array(24)
  const ahead = new Float64Array(horizon)
  for (let lead = 0; lead < horizon; lead++) {
    // Born within the hour on average at its middle: half of the first share falls into it.
    stillOn[lead % 24]! += (share[lead]! + (lead === 0 ? 0 : share[lead - 1]!)) * 0.5
    let sum = 0
    let hour = hourOf(at + lead)
    for (let slot = 0; slot < 24; slot++) {
      sum += births[hour]! * stillOn[slot]!
      hour = hour === 0 ? 23 : hour - 1
    }
    ahead[lead] = sum
  }
  return ahead
}
