import { WEEK_HOURS } from '../capacity/week.ts'

/** 1 = asleep in that hour of the week. */
export type SleepSlots = Uint8Array

/** A stretch of a weekly schedule: asleep from a slot on for so many hours. */
export interface SleepWindow {
  readonly fromSlot: number
  /** The slot at which it has to be awake again; the same as `fromSlot` where it sleeps all week. */
  readonly wakeSlot: number
  readonly hours: number
}

export interface ScheduleProblem {
  /** What an hour asleep gains in each slot; negative where it costs more than it saves; -Infinity where it must not. */
  readonly gain: Float64Array
  /** What being woken for a slot costs: the time of waking and the risk of no GPUs; Infinity where it must not be. */
  readonly wakeCost: Float64Array
  /** A sleep lasts at least so many hours. */
  readonly minimumHours: number
}

export interface Schedule {
  readonly asleep: SleepSlots
  /** Gains less costs of one week. */
  readonly value: number
}

/**
 * The weekly schedule of the largest value: an exact dynamic programme around the circle of the week.
 *
 * A state is 'awake' or 'asleep for a hours', a up to the minimum; only from the last of them may it wake. The circle is
 * closed by running once from each state and asking for the same one at the end: some (m + 1)^2 x 168 steps.
 * Never awake all week costs no waking. Staying awake is worth 0, so the value is never negative.
 */
export function bestSchedule(problem: ScheduleProblem): Schedule {
  const circle = problem.gain.length
  const awake = { asleep: new Uint8Array(circle), value: 0 }
  if (!problem.gain.some((value) => value > 0)) return awake
  const longest = Math.max(1, Math.min(circle, Math.ceil(problem.minimumHours)))
  let best: Schedule = awake
  // Awake in the slot before Monday 00:00 covers every schedule that wakes at some time and is awake then; the other
  // starts cover those that sleep over that edge.
  for (let start = 0; start <= longest; start++) {
    best = runFrom(start, longest, problem, best.value + 1e-12) ?? best
  }
  return best
}

function runFrom(start: number, longest: number, { gain, wakeCost }: ScheduleProblem, least: number): Schedule | null {
  const circle = gain.length
  const states = longest + 1
  let value: Float64Array = values[0].fill(-Infinity)
  let next: Float64Array = values[1]
  value[start] = 0
  const cameFrom = scratch
  for (let slot = 0; slot < circle; slot++) {
    const base = slot * states
    const asleep = gain[slot]!
    // Awake: stay so, or wake from a sleep that is long enough.
    const woken = value[longest]! - wakeCost[slot]!
    const stay = value[0]!
    next[0] = woken > stay ? woken : stay
    cameFrom[base] = woken > stay ? longest : 0
    // Asleep: go on, the last state going on into itself.
    for (let a = 1; a <= longest; a++) {
      const before = value[a - 1]! + asleep
      next[a] = before
      cameFrom[base + a] = a - 1
    }
    const goingOn = value[longest]! + asleep
    if (goingOn > next[longest]!) {
      next[longest] = goingOn
      cameFrom[base + longest] = longest
    }
    const swap = value
    value = next
    next = swap
  }
  if (value[start]! <= least) return null
  const slots = new Uint8Array(circle)
  let state = start
  for (let slot = circle - 1; slot >= 0; slot--) {
    slots[slot] = state === 0 ? 0 : 1
    state = cameFrom[slot * states + state]!
  }
  return { asleep: slots, value: value[start]! }
}

/** Values and steps of one run; of no use once it has returned. */
const values = [new Float64Array(WEEK_HOURS + 1), new Float64Array(WEEK_HOURS + 1)] as const
const scratch = new Uint8Array(WEEK_HOURS * (WEEK_HOURS + 1))

/** The value of any schedule, by the same sums; sleeps shorter than the minimum are not forbidden here. */
export function scheduleValue(asleep: SleepSlots, { gain, wakeCost }: ScheduleProblem): number {
  const circle = gain.length
  let value = 0
  for (let slot = 0; slot < circle; slot++) {
    if (asleep[slot] === 1) value += gain[slot]!
    else if (asleep[(slot + circle - 1) % circle] === 1) value -= wakeCost[slot]!
  }
  return value
}

/** The sleeps of a schedule in the order of the week; the one over Sunday night comes last. */
export function sleepWindows(asleep: SleepSlots): SleepWindow[] {
  if (asleep.every((slot) => slot === 1)) return [{ fromSlot: 0, wakeSlot: 0, hours: WEEK_HOURS }]
  const windows: SleepWindow[] = []
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    if (asleep[slot] !== 1 || asleep[(slot + WEEK_HOURS - 1) % WEEK_HOURS] === 1) continue
    let hours = 1
    while (asleep[(slot + hours) % WEEK_HOURS] === 1) hours++
    windows.push({ fromSlot: slot, wakeSlot: (slot + hours) % WEEK_HOURS, hours })
  }
  return windows
}

/** What most people would do without looking: 20:00 to 08:00 and the whole week-end. */
export function nightsAndWeekends(): SleepSlots {
  return Uint8Array.from({ length: WEEK_HOURS }, (_, slot) => {
    const hour = slot % 24
    return slot >= 5 * 24 || hour >= 20 || hour < 8 ? 1 : 0
  })
}

/** The slots of the nights, 20:00 to 08:00: all that a machine may sleep whose owner allows nights alone. */
export function nights(): SleepSlots {
  return Uint8Array.from({ length: WEEK_HOURS }, (_, slot) => (slot % 24 >= 20 || slot % 24 < 8 ? 1 : 0))
}
