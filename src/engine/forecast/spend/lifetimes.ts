import { begunBy, endKnownAt, type Life } from './lives.ts'

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

/** How the resources of a kind end. */
export type Lifetimes = {
  /** Chance that a closed resource comes back within three days, (returns + 1/2)/(closures + 1). */
  reopens: number
  /** Chance per hour to end at each age class, (ends + 1/2)/(hours + prior hours); nought where none ever ended. */
  hazards: readonly number[]
}

/** Learns how resources end from what was known at `at`. Kinds that mostly do not come back end as they close. */
export function lifetimesOf(lives: readonly Life[], at: number): Lifetimes {
  const reopens = chanceToReturn(lives, at)
  const ends = new Float64Array(CLASSES.length)
  const hours = new Float64Array(CLASSES.length)
  let first = Infinity
  let last = -Infinity
  for (const life of lives) {
    const { bornAt } = life
    const begun = begunBy(life, at)
    // In the order of the births: none of the others was there yet.
    if (begun === 0) break
    first = Math.min(first, bornAt)
    last = Math.max(last, bornAt)
    const endedAt = endKnownAt(life, begun, at)
    const gone = endedAt <= at && (reopens < 0.5 || at - endedAt >= GONE_AFTER)
    const age = Math.min(endedAt, at) - bornAt
    let from = 0
    for (let c = 0; c < CLASSES.length; c++) {
      const { until } = CLASSES[c]!
      hours[c]! += Math.max(0, Math.min(age, until) - from)
      if (gone && age >= from && age < until) ends[c]! += 1
      if (age < until) break
      from = until
    }
  }
  // Where nothing ever ended or was added, what there is goes on: an account that does not change is forecast as it is.
  if (ends.every((count) => count === 0) && !(last - first >= GONE_AFTER)) {
    return { reopens, hazards: CLASSES.map(() => 0) }
  }
  return { reopens, hazards: CLASSES.map(({ prior }, c) => (ends[c]! + 0.5) / (hours[c]! + prior)) }
}

function chanceToReturn(lives: readonly Life[], at: number): number {
  let closures = 0
  let returns = 0
  for (const life of lives) {
    const begun = begunBy(life, at)
    if (begun === 0) break
    for (let i = 0; i < begun; i++) {
      const { to } = life.stretches[i]!
      if (to > at) continue
      const next = i + 1 < begun ? life.stretches[i + 1]!.from : null
      if (next === null && at - to < GONE_AFTER) continue
      closures++
      if (next !== null && next - to < GONE_AFTER) returns++
    }
  }
  return (returns + 0.5) / (closures + 1)
}

/** Chance to live on through each of the next hours, at their middles, at an age in hours; written into `into`. */
export function survival({ hazards }: Lifetimes, age: number, into: Float64Array): Float64Array {
  let alive = 1
  let c = 0
  let hour = 0
  while (hour < into.length) {
    while (age + hour >= CLASSES[c]!.until) c++
    const until = Math.min(into.length, Math.ceil(CLASSES[c]!.until - age))
    const hazard = hazards[c]!
    if (hazard === 0) {
      into.fill(alive, hour, until)
      hour = until
      continue
    }
    const perHour = Math.exp(-hazard)
    const perHalf = Math.exp(-hazard / 2)
    for (; hour < until; hour++) {
      into[hour] = alive * perHalf
      alive *= perHour
    }
  }
  return into
}
