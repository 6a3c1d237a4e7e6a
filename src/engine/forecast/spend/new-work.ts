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
/** Past windows from which on they count as much as births do. */
const ENOUGH_WINDOWS = 7
/** Days that the mean of all hours is worth against the births of one hour of the day. */
const HOUR_PRIOR = 2

/**
 * The hour from which births are new work: an account's first ones, a quarter of its history and a week at most, are how
 * it was set up.
 */
export const settledAt = (since: number, at: number) => since + Math.min(7 * 24, Math.max(0, at - since) / 4)

const decay = (hours: number, halfLifeDays: number) => 0.5 ** (hours / 24 / halfLifeDays)

/** Hours up to which new work is learned from windows of its own: the last window of a day is fresher than that of a week. */
const REACHES: readonly number[] = [24, 48, 72]

/**
 * What new work will cost in each hour up to the horizon: in each of the first three days as windows that end with that
 * day tell it, after them as those of the whole horizon; where that is over a week, it alone tells.
 */
export function newWorkByLead(stretches: readonly Stretch[], horizon: number, since: number) {
  const ends = [...(horizon <= WEEK ? REACHES.filter((end) => end < horizon) : []), horizon]
  const learned = ends.map((end) => newWorkOf(stretches, end, since))
  const ahead = new Float64Array(horizon)
  return {
    /** The answer is good until the next question. */
    at(moment: number): Float64Array {
      // From the farthest to the nearest, each over the first hours of the one before.
      for (let i = ends.length - 1; i >= 0; i--) ahead.set(learned[i]!.at(moment))
      return ahead
    },
  }
}

const WEEK = 168

/**
 * Asks of a kind again and again what new work will cost in the `horizon` hours after a moment, with what is the same
 * each time worked out once: `stretches` in the order of their starts, `since` the hour from which they are complete.
 */
function newWorkOf(stretches: readonly Stretch[], horizon: number, since: number) {
  const halfLife = birthHalfLife(horizon)
  const sums = hourSums(horizon)
  const seenSums = hourSums(horizon)
  const windows = new Float64Array(horizon)
  const lasting = new Float64Array(horizon)
  const seen = new Float64Array(horizon)
  const births = new Float64Array(horizon)
  // Weights are powers of the time between birth and moment: of a birth's own time first, of the moment's later.
  const lastOf = stretches.at(-1)?.from ?? 0
  const bornWeights = Float64Array.from(stretches, ({ from, rate }) => rate * decay(lastOf - from, halfLife))
  const lastingWeights = Float64Array.from(
    stretches,
    ({ bornAt, rate }) => rate * decay(lastOf - bornAt, LASTING_HALF_LIFE),
  )
  const hourWeights = Float64Array.from({ length: LEARNED_HOURS + 1 }, (_, hours) => decay(hours, halfLife))
  const windowWeights = Float64Array.from({ length: LEARN_DAYS + 1 }, (_, days) => decay(days * 24, WINDOW_HALF_LIFE))

  const ahead = new Float64Array(horizon)
  return { at }

  /** Both ways to ask, alike where a week of past windows or more has been seen. The answer is good until the next question. */
  function at(moment: number): Float64Array {
    const count = inPastWindows(moment)
    fromBirths(moment)
    const share = Math.min(1, count / ENOUGH_WINDOWS) / 2
    for (let h = 0; h < horizon; h++) ahead[h] = share * windows[h]! + (1 - share) * births[h]!
    return ahead
  }

  /**
   * Cost per hour of resources born after a moment, averaged over earlier moments of the same hour of the day whose
   * window had ended: the nearer and the more alike the weekday, the heavier. Right about shapes, but as old as the
   * window is long. Fills `windows` and gives how many there were.
   */
  function inPastWindows(at: number): number {
    sums.clear()
    let count = 0
    let weights = 0
    const latest = at - Math.ceil(horizon / 24) * 24
    const earliest = Math.max(settledAt(since, at), latest - LEARNED_HOURS)
    for (let origin = latest; origin >= earliest; origin -= 24) {
      const weight = windowWeights[(latest - origin) / 24]! * ((at - origin) % 168 === 0 ? SAME_WEEKDAY : 1)
      weights += weight
      count++
      for (let s = firstAfter(stretches, origin); s < stretches.length; s++) {
        const { from, to, rate, bornAt } = stretches[s]!
        if (from >= origin + horizon) break
        if (bornAt > origin) sums.add(from - origin, Math.min(to, at) - origin, weight * rate)
      }
    }
    sums.sums(windows)
    if (weights > 0) for (let h = 0; h < horizon; h++) windows[h]! /= weights
    return count
  }

  /**
   * The same from the births of the last days and from how long births last: births per hour of the day times the share
   * that is still on so many hours later. As fresh as yesterday, blind to what returns. Fills `births`.
   */
  function fromBirths(at: number): void {
    const start = Math.max(Math.ceil(settledAt(since, at)), at - LEARNED_HOURS)
    const hoursSeen = new Float64Array(24)
    const born = new Float64Array(24)
    let allSeen = 0
    for (let hour = start; hour < at; hour++) {
      const weight = hourWeights[at - hour]!
      hoursSeen[hourOf(hour)]! += weight
      allSeen += weight
    }
    births.fill(0)
    if (allSeen === 0) return
    sums.clear()
    seenSums.clear()
    const scale = 2 ** ((lastOf - at) / 24 / halfLife)
    for (let s = firstAfter(stretches, start - 1); s < stretches.length; s++) {
      const { from, to, bornAt } = stretches[s]!
      if (from >= at) break
      if (bornAt < start) continue
      const weight = lastingWeights[s]!
      const known = Math.floor(at - bornAt)
      if (from === bornAt) {
        born[hourOf(from)]! += bornWeights[s]! * scale
        seenSums.add(0, known, weight)
      }
      sums.add(from - bornAt, Math.min(to - bornAt, known), weight)
    }
    sums.sums(lasting)
    seenSums.sums(seen)
    const mean = born.reduce((sum, v) => sum + v, 0) / allSeen
    const perHour = hoursSeen.map((hours, hour) => (born[hour]! + HOUR_PRIOR * mean) / (hours + HOUR_PRIOR))
    // Births know the hour of the day alone: lags that are whole days apart meet the same ones and are added up first.
    const stillOn = new Float64Array(24)
    let share = 0
    for (let lead = 0; lead < horizon; lead++) {
      const previous = share
      if (seen[lead]! > NONE * seen[0]!) share = lasting[lead]! / seen[lead]!
      // Born within the hour on average at its middle: half of the first share falls into it.
      stillOn[lead % 24]! += (share + previous) * 0.5
      let hour = hourOf(at + lead)
      let sum = 0
      for (let slot = 0; slot < 24; slot++) {
        sum += perHour[hour]! * stillOn[slot]!
        hour = hour === 0 ? 23 : hour - 1
      }
      births[lead] = sum
    }
  }
}

const hourOf = (hour: number) => ((Math.floor(hour) % 24) + 24) % 24

/** Sums of floats that should be nought may be off by this share of them. */
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
