import { HOUR_MS, type Instant } from '../../../src/engine/index.ts'
import type { StateInterval } from '../../../src/engine/usage/state-ledger.ts'

/** Machines whose habits are known because they were planted: office, batch and week rhythms, and decoys without one. */
export type Habit = 'office' | 'batch' | 'work week' | 'always' | 'coin' | 'bursts'

/** Habits with hours of the week at which the machine regularly idles. */
export const PLANTED: readonly Habit[] = ['office', 'batch', 'work week']
/** Habits that only look so now and then. */
export const DECOYS: readonly Habit[] = ['always', 'coin', 'bursts']

export interface PlantedMachine {
  readonly habit: Habit
  /** Truly needed or not, hour by hour from the start, which is a Monday 00:00 UTC. */
  readonly needed: Uint8Array
  readonly ledger: StateInterval[]
}

/** A seeded source of numbers in [0, 1): the same machines on every run. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A machine of a habit over so many weeks; idle hours are shut off or hibernated, as its owner does. */
export function plantedMachine(habit: Habit, startsAt: Instant, weeks: number, seed: number): PlantedMachine {
  const draw = random(seed)
  const needed = new Uint8Array(weeks * 168)
  const begins = 8 + Math.floor(draw() * 3)
  const lasts = 8 + Math.floor(draw() * 4)
  let on = true
  let left = 0
  for (let day = 0; day < weeks * 7; day++) {
    const weekday = day % 7
    const fill = (from: number, to: number) => {
      const last = Math.min(needed.length, day * 24 + to)
      for (let hour = Math.max(0, day * 24 + from); hour < last; hour++) needed[hour] = 1
    }
    const shift = Math.round(draw() * 2 - 1)
    const chance = draw()
    if (habit === 'always') fill(0, 24)
    else if (habit === 'coin') for (let hour = 0; hour < 24; hour++) needed[day * 24 + hour] = draw() < 0.5 ? 1 : 0
    else if (habit === 'bursts') {
      for (let hour = 0; hour < 24; hour++) {
        if (left-- <= 0) {
          on = !on
          left = Math.floor((on ? 60 : 30) * -Math.log(1 - draw()))
        }
        needed[day * 24 + hour] = on ? 1 : 0
      }
    } else if (habit === 'work week') {
      if (weekday === 0) fill(begins + shift, 24)
      else if (weekday < 4) fill(0, 24)
      else if (weekday === 4) fill(0, 18 + shift)
    } else if (habit === 'batch') {
      if (weekday < 5 && chance > 0.03) fill(2, 6 + shift)
    } else if (weekday < 5) {
      if (chance > 0.06) fill(begins + shift, begins + lasts + shift + (chance > 0.92 ? 7 : 0))
    } else if (chance < 0.08) fill(11, 16)
  }
  const idleState = draw() < 0.5 ? 'shutoff' : 'hibernated'
  return { habit, needed, ledger: ledgerOf(needed, startsAt, idleState) }
}

/** Needed hours run; the others are in the idle state. */
export function ledgerOf(needed: Uint8Array, startsAt: Instant, idleState: StateInterval['state']): StateInterval[] {
  const ledger: StateInterval[] = []
  for (let hour = 0; hour < needed.length;) {
    let end = hour + 1
    while (end < needed.length && needed[end] === needed[hour]) end++
    const state = needed[hour] === 1 ? 'active' : idleState
    ledger.push({ startsAt: startsAt + hour * HOUR_MS, endsAt: startsAt + end * HOUR_MS, state })
    hour = end
  }
  return ledger
}
