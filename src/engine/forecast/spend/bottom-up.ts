import { GONE_AFTER, lifetimesOf, livesAt, survival, type Life, type Lifetimes } from './lifetimes.ts'
import { rhythmAhead } from './rhythm.ts'
import { LEARNED_HOURS, newWorkFromBirths, newWorkInPastWindows, settledAt } from './new-work.ts'
import type { Stretch } from './spend-record.ts'

/** What a kind is expected to cost in each of the next hours: by resource, and by work that is not there yet. */
export type BottomUp = { byResource: Map<string, Float64Array>; newWork: Float64Array; runRate: number }

/** Births that are weak evidence of a flow: with so many, half of what they say is believed. */
const FEW = 3

/**
 * Forecasts a kind from its resources, at the whole hour `at`: each that runs, or comes and goes, at its last rate times
 * the chance that it is on and still there, and new work as the mean of what past windows and recent births say.
 * `since` is the hour from which the stretches are complete; they are in the order of their starts.
 */
export function bottomUp(stretches: readonly Stretch[], at: number, horizon: number, since: number): BottomUp {
  const lives = livesAt(stretches, at)
  const lifetimes = lifetimesOf(lives, at)
  const byResource = new Map<string, Float64Array>()
  let runRate = 0
  for (const life of lives) {
    const last = life.stretches.at(-1)!
    const open = life.endedAt > at
    if (open) runRate += last.rate
    const ahead = lifeAhead(life, lifetimes, at, horizon)
    if (ahead)
      byResource.set(
        last.resource,
        ahead.map((share) => share * last.rate),
      )
  }
  const windows = newWorkInPastWindows(stretches, at, horizon, since)
  const births = newWorkFromBirths(stretches, at, horizon, since)
  const newcomers = lives.filter(({ bornAt }) => bornAt >= at - LEARNED_HOURS && bornAt > settledAt(since, at)).length
  const trust = newcomers / (newcomers + FEW)
  return { byResource, newWork: windows.map((v, h) => (trust * (v + births[h]!)) / 2), runRate }
}

/** Chance that the resource is on and there in each hour; null for one that is gone. */
function lifeAhead(life: Life, lifetimes: Lifetimes, at: number, horizon: number): Float64Array | null {
  const open = life.endedAt > at
  if (!open && (lifetimes.reopens < 0.5 || at - life.endedAt >= GONE_AFTER)) return null
  const alive = survival(lifetimes, at - life.bornAt, horizon)
  // One that never stopped yet keeps running; one that never comes back has no rhythm.
  if (lifetimes.reopens < 0.5 || life.stretches.length === 1) return open ? alive : null
  const on = rhythmAhead(life, at, horizon)
  return alive.map((share, i) => share * on[i]!)
}
