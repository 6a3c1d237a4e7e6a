import { GONE_AFTER, lifetimesOf, survival } from './lifetimes.ts'
import { begunBy, endKnownAt, type KindHistory } from './lives.ts'
import { LEARNED_HOURS, newWorkByLead, settledAt } from './new-work.ts'
import { applyRhythm, rhythmScratch } from './rhythm.ts'

/** What a kind is expected to cost in each of the next hours: by resource, and by work that is not there yet. */
export type BottomUp = { byResource: Map<string, Float64Array>; newWork: Float64Array; runRate: number }

/** The same added up: all that a past origin is asked for. */
export type BottomUpSum = { total: Float64Array; runRate: number }

/** Births that are weak evidence of a flow: with so many, half of what they say is believed. */
const FEW = 3

/**
 * Forecasts a kind from its resources, at a whole hour and for the `horizon` hours after it: each resource that runs, or
 * comes and goes, at its last rate times the chance that it is on and still there, and new work as the mean of what past
 * windows and recent births say. `since` is the hour from which the stretches are complete.
 */
export function bottomUpOf({ stretches, lives }: KindHistory, horizon: number, since: number) {
  const scratch = rhythmScratch()
  const newWork = newWorkByLead(stretches, horizon, since)
  const path = new Float64Array(horizon)
  const expected = new Float64Array(horizon)

  return { at, sumAt }

  function at(moment: number): BottomUp {
    const byResource = new Map<string, Float64Array>()
    const { runRate, newcomers } = eachLife(moment, (resource, rate) => {
      byResource.set(
        resource,
        path.map((share) => share * rate),
      )
    })
    return { byResource, newWork: newWorkAt(moment, newcomers).slice(), runRate }
  }

  function sumAt(moment: number): BottomUpSum {
    const total = new Float64Array(horizon)
    const { runRate, newcomers } = eachLife(moment, (_, rate) => {
      for (let h = 0; h < horizon; h++) total[h]! += path[h]! * rate
    })
    const more = newWorkAt(moment, newcomers)
    for (let h = 0; h < horizon; h++) total[h]! += more[h]!
    return { total, runRate }
  }

  /** Works out for each resource but those that are gone the chance, in `path`, that it is on and there in each hour. */
  function eachLife(moment: number, take: (resource: string, rate: number) => void) {
    const lifetimes = lifetimesOf(lives, moment)
    const learnedSince = moment - LEARNED_HOURS
    const settled = settledAt(since, moment)
    let runRate = 0
    let newcomers = 0
    for (const life of lives) {
      const begun = begunBy(life, moment)
      // In the order of the births: none of the others was there yet.
      if (begun === 0) break
      const { bornAt } = life
      if (bornAt >= learnedSince && bornAt > settled) newcomers++
      const { rate } = life.stretches[begun - 1]!
      const endedAt = endKnownAt(life, begun, moment)
      const open = endedAt > moment
      if (open) runRate += rate
      else if (lifetimes.reopens < 0.5 || moment - endedAt >= GONE_AFTER) continue
      // One that never stopped yet keeps running; one that never comes back has no rhythm.
      const isRhythmic = lifetimes.reopens >= 0.5 && begun > 1
      if (!open && !isRhythmic) continue
      survival(lifetimes, moment - bornAt, path)
      if (isRhythmic) applyRhythm(life, begun, moment, path, scratch)
      take(life.resource, rate)
    }
    return { runRate, newcomers }
  }

  /** The answer is good until the next question. */
  function newWorkAt(moment: number, newcomers: number): Float64Array {
    const trust = newcomers / (newcomers + FEW)
    if (trust === 0) return expected.fill(0)
    const ahead = newWork.at(moment)
    for (let h = 0; h < horizon; h++) expected[h] = trust * ahead[h]!
    return expected
  }
}
