import type { Stretch } from './spend-record.ts'

/** Hours of age at which a hazard class ends, and the hours of exposure that its prior is worth. */
const CLASSES = [
  { until: 6, prior: 3 },
  { until: 24, prior: 24 },
  { until: 96, prior: 120 },
  { until: 336, prior: 600 },
  { until: Infinity, prior: 2400 },
] as const

/** A closed resource that did not come back in so many hours is gone. */
export const GONE_AFTER = 72

/** One resource as it was known at a moment: its stretches in the order of time, the last one perhaps open. */
export type Life = { stretches: Stretch[]; bornAt: number; endedAt: number }

/** How the resources of a kind end. */
export type Lifetimes = {
  /** Chance that a closed resource comes back within three days, (returns + 1/2)/(closures + 1). */
  reopens: number
  /** Chance per hour to end at each age class, (ends + 1/2)/(hours + prior hours); nought where none ever ended. */
  hazards: readonly number[]
}

/** The resources whose first stretch began before `at`, cut there: what ended later is open. */
export function livesAt(stretches: readonly Stretch[], at: number): Life[] {
  const lives = new Map<string, Life>()
  for (const stretch of stretches) {
    if (stretch.from >= at) continue
    const known = stretch.to > at ? { ...stretch, to: Infinity } : stretch
    const life = lives.get(stretch.resource)
    if (life) {
      life.stretches.push(known)
      life.endedAt = Math.max(life.endedAt, known.to)
    } else lives.set(stretch.resource, { stretches: [known], bornAt: stretch.from, endedAt: known.to })
  }
  return [...lives.values()]
}

/** Learns how resources end from what was known at `at`. Kinds that mostly do not come back end as they close. */
export function lifetimesOf(lives: readonly Life[], at: number): Lifetimes {
  let closures = 0
  let returns = 0
  for (const { stretches } of lives)
    stretches.forEach((stretch, i) => {
      const next = stretches[i + 1]
      if (stretch.to > at || (next === undefined && at - stretch.to < GONE_AFTER)) return
      closures++
      if (next !== undefined && next.from - stretch.to < GONE_AFTER) returns++
    })
  const reopens = (returns + 0.5) / (closures + 1)
  const ends = new Float64Array(CLASSES.length)
  const hours = new Float64Array(CLASSES.length)
  for (const { bornAt, endedAt } of lives) {
    const gone = endedAt <= at && (reopens < 0.5 || at - endedAt >= GONE_AFTER)
    const age = Math.min(endedAt, at) - bornAt
    let from = 0
    CLASSES.forEach(({ until }, c) => {
      hours[c]! += Math.max(0, Math.min(age, until) - from)
      if (gone && age >= from && age < until) ends[c]! += 1
      from = until
    })
  }
  // Where nothing ever ended or was added, what there is goes on: an account that does not change is forecast as it is.
  const first = lives.reduce((least, { bornAt }) => Math.min(least, bornAt), Infinity)
  const isStill = ends.every((count) => count === 0) && lives.every(({ bornAt }) => bornAt - first < GONE_AFTER)
  if (isStill) return { reopens, hazards: CLASSES.map(() => 0) }
  return { reopens, hazards: CLASSES.map(({ prior }, c) => (ends[c]! + 0.5) / (hours[c]! + prior)) }
}

/** Chance to live on through each of the next hours, at their middles, at an age in hours. */
export function survival({ hazards }: Lifetimes, age: number, horizon: number): Float64Array {
  const halves = hazards.map((hazard) => Math.exp(-hazard / 2))
  const wholes = hazards.map((hazard) => Math.exp(-hazard))
  const middles = new Float64Array(horizon)
  let alive = 1
  let c = 0
  for (let hour = 0; hour < horizon; hour++) {
    while (age + hour >= CLASSES[c]!.until) c++
    middles[hour] = alive * halves[c]!
    alive *= wholes[c]!
  }
  return middles
}
