import { GONE_AFTER, lifetimesOf, survival } from './lifetimes.ts'
import { begunBy, endKnownAt, type KindHistory } from './lives.ts'
import { LEARNED_HOURS, newWorkFromBirths, newWorkInPastWindows, settledAt } from './new-work.ts'
import { applyRhythm, rhythmScratch } from './rhythm.ts'

/** What a kind is expected to cost in each of the next hours: by resource, and by work that is not there yet. */
export type BottomUp = { byResource: Map<string, Float64Array>; newWork: Float64Array; runRate: number }

/** The same added up: all that a past origin is asked for. */
export type BottomUpSum = { total: Float64Array; runRate: number }

/** Births that are weak evidence of a flow: with so many, half of what they say is believed. */
const FEW = 3

/**
 * Forecasts a kind from its resources, at the whole hour `at`: each that runs, or comes and goes, at its last rate times
 * the chance that it is on and still there, and new work as the mean of what past windows and recent births say.
 * `since` is the hour from which the stretches are complete.
 */
export function bottomUp(history: KindHistory, at: number, horizon: number, since: number): BottomUp {
  const byResource = new Map<string, Float64Array>()
  const { runRate, newcomers } = eachLife(
    history,
    at,
    since,
    () => new Float64Array(horizon),
    (resource, path, rate) => {
      for (let h = 0; h < horizon; h++) path[h]! *= rate
      byResource.set(resource, path)
    },
  )
  return { byResource, newWork: newWorkOf(history, at, horizon, since, newcomers), runRate }
}

export function bottomUpSum(history: KindHistory, at: number, horizon: number, since: number): BottomUpSum {
  const path = new Float64Array(horizon)
  const sum = new Float64Array(horizon)
  const { runRate, newcomers } = eachLife(
    history,
    at,
    since,
    () => path,
    (_, ahead, rate) => {
      for (let h = 0; h < horizon; h++) sum[h]! += ahead[h]! * rate
    },
  )
  const newWork = newWorkOf(history, at, horizon, since, newcomers)
  for (let h = 0; h < horizon; h++) sum[h]! += newWork[h]!
  return { total: sum, runRate }
}

/** Gives the chance that each resource is on and there in each hour, but of those that are gone. */
function eachLife(
  { lives }: KindHistory,
  at: number,
  since: number,
  pathFor: () => Float64Array,
  take: (resource: string, ahead: Float64Array, rate: number) => void,
): { runRate: number; newcomers: number } {
  const lifetimes = lifetimesOf(lives, at)
  const scratch = rhythmScratch()
  const learnedSince = at - LEARNED_HOURS
  const settled = settledAt(since, at)
  let runRate = 0
  let newcomers = 0
  for (const life of lives) {
    const begun = begunBy(life, at)
    // In the order of the births: none of the others was there yet.
    if (begun === 0) break
    const { bornAt } = life
    if (bornAt >= learnedSince && bornAt > settled) newcomers++
    const { rate } = life.stretches[begun - 1]!
    const endedAt = endKnownAt(life, begun, at)
    const open = endedAt > at
    if (open) runRate += rate
    else if (lifetimes.reopens < 0.5 || at - endedAt >= GONE_AFTER) continue
    // One that never stopped yet keeps running; one that never comes back has no rhythm.
    const isRhythmic = lifetimes.reopens >= 0.5 && begun > 1
    if (!open && !isRhythmic) continue
    const ahead = survival(lifetimes, at - bornAt, pathFor())
    if (isRhythmic) applyRhythm(life, begun, at, ahead, scratch)
    take(life.resource, ahead, rate)
  }
  return { runRate, newcomers }
}

function newWorkOf({ stretches }: KindHistory, at: number, horizon: number, since: number, newcomers: number) {
  const windows = newWorkInPastWindows(stretches, at, horizon, since)
  const births = newWorkFromBirths(stretches, at, horizon, since)
  const trust = newcomers / (newcomers + FEW)
  return windows.map((v, h) => (trust * (v + births[h]!)) / 2)
}
