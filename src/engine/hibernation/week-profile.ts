import { ageWeight } from './age-weight.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { StateInterval } from '../usage/state-ledger.ts'
import type { PlanCalendar } from '../plan/plan-hours.ts'
import { hourGrid, isWorkday, WEEK_HOURS, type HourGrid } from '../capacity/week.ts'

/** A machine's hours, each as shares of it, from 0 to 1. */
export interface MachineHours {
  readonly grid: HourGrid
  /** Known at all: billed or, for what is free, in a known state. */
  readonly seen: Float32Array
  /** In use, as far as anybody can tell: running, and not known to be idle. */
  readonly needed: Float32Array
  /** Paid in full, in use or not: running or shut off. */
  readonly paid: Float32Array
}

/** Room for one machine's hours; filling it again forgets the one before. */
export function machineHours(grid: HourGrid): MachineHours {
  const hours = grid.slots.length
  return {
    grid,
    seen: new Float32Array(hours),
    needed: new Float32Array(hours),
    paid: new Float32Array(hours),
  }
}

/** Which hours of the week are working hours, to whoever answered for the machine: needed then and at no other time. */
export type NeededSlots = Uint8Array

/** How busy the GPUs were, hour (UTC) -> 0 to 1, where the user measures it. */
export type BusyHours = ReadonlyMap<Instant, number>

/** A machine whose GPUs were used less than this in an hour was not needed in it. */
export const IDLE_BELOW = 0.05

/**
 * Lays a ledger on the hours. Running counts as needed unless the owner said when it is; 'running or shut off, not
 * known' counts as running: nothing is called idle that nobody saw idle. Where the use of its GPUs was measured, an
 * hour of under 5 % was not needed, though it ran. The owner's word goes before both.
 */
export function fillHours(
  into: MachineHours,
  ledger: readonly StateInterval[],
  neededSlots: NeededSlots | null,
  busy: BusyHours | null = null,
): MachineHours {
  const { grid, seen, needed, paid } = into
  seen.fill(0)
  needed.fill(0)
  paid.fill(0)
  for (const { startsAt, endsAt, state } of ledger) {
    const isPaid = state === 'active' || state === 'unknown' || state === 'shutoff'
    if (!isPaid && state !== 'hibernated') continue
    const isOn = state === 'active' || state === 'unknown'
    if (endsAt <= grid.startsAt) continue
    const from = Math.max(startsAt, grid.startsAt)
    const to = Math.min(endsAt, grid.endsAt)
    let hour = Math.floor((from - grid.startsAt) / HOUR_MS)
    for (let at = from; at < to; hour++) {
      const until = Math.min(to, grid.startsAt + (hour + 1) * HOUR_MS)
      const share = until - at === HOUR_MS ? 1 : (until - at) / HOUR_MS
      seen[hour]! += share
      if (isPaid) paid[hour]! += share
      if (neededSlots ? neededSlots[grid.slots[hour]!] === 1 : isOn && !isIdle(busy, at)) needed[hour]! += share
      at = until
    }
  }
  return into
}

export interface NeedBySlot {
  /** The chance that a machine is needed in a slot: smoothed over weeks and over the days of its kind. */
  readonly needed: Float64Array
  /** One standard error of it. */
  readonly error: Float64Array
}

function isIdle(busy: BusyHours | null, at: Instant): boolean {
  const use = busy?.get(Math.floor(at / HOUR_MS) * HOUR_MS)
  return use !== undefined && use < IDLE_BELOW
}

/** What is known of a machine by hour of the week. */
export interface WeekProfile extends NeedBySlot {
  /** The share of a slot that is paid in full. */
  readonly paid: Float64Array
  /** The share of a slot's time that it was idle in, not smoothed. */
  readonly idle: Float64Array
  /** Weeks that were seen, whatever their age. */
  readonly weeks: number
}

/** Weeks back beyond which nothing weighs: 0.75 to the 12th is 3 %. */
export const PROFILE_WEEKS = 12

/** The hours that a profile is learned from; a holiday is learned from as a Sunday. */
export function profileGrid({ zone, holidays }: PlanCalendar, asOf: Instant): HourGrid {
  return hourGrid(zone, asOf - PROFILE_WEEKS * WEEK_HOURS * HOUR_MS, asOf, holidays)
}

/** Weeks are dealt to so many hands in turn: what is learned without one hand can be tried on it. */
export const FOLDS = 4

/** The fold of an hour so many hours ago, 1 being the last hour. */
export function foldOf(hoursAgo: number): number {
  return Math.floor((hoursAgo - 1) / WEEK_HOURS) % FOLDS
}

/** Each shrinkage counts as so many weeks of its own. */
const OWN_PRIOR = 1

/** The weighted sums by hour of the week of the whole and of each fold; of no use once the next machine has come. */
const sums = Array.from({ length: FOLDS + 1 }, () => ({
  needed: new Float64Array(WEEK_HOURS),
  seen: new Float64Array(WEEK_HOURS),
  paid: new Float64Array(WEEK_HOURS),
}))

/**
 * The profile by hour of the week: each week back weighs 0.75 of the one after it. A slot is drawn to the mean of its
 * hour over the days of its kind (working days, week-end), that to the mean of the whole week, as if each were one week.
 * `without` gives what would be known of the need without the weeks of a fold; ask it before the next machine.
 */
export function weekProfiles(
  hours: MachineHours,
  asOf: Instant,
): { all: WeekProfile; without: (fold: number) => NeedBySlot } {
  const { grid } = hours
  for (const { needed, seen, paid } of sums) {
    needed.fill(0)
    seen.fill(0)
    paid.fill(0)
  }
  const last = Math.min(grid.slots.length, Math.floor((asOf - grid.startsAt) / HOUR_MS))
  let seenHours = 0
  for (let hour = Math.max(0, last - PROFILE_WEEKS * WEEK_HOURS); hour < last; hour++) {
    const seen = hours.seen[hour]!
    if (seen === 0) continue
    const weight = ageWeight(last - hour)
    const slot = grid.slots[hour]!
    const fold = sums[1 + foldOf(last - hour)]!
    fold.seen[slot]! += weight * seen
    fold.needed[slot]! += weight * hours.needed[hour]!
    fold.paid[slot]! += weight * hours.paid[hour]!
    seenHours += seen
  }
  const total = sums[0]!
  for (const fold of sums.slice(1)) {
    for (let slot = 0; slot < WEEK_HOURS; slot++) {
      total.needed[slot]! += fold.needed[slot]!
      total.seen[slot]! += fold.seen[slot]!
      total.paid[slot]! += fold.paid[slot]!
    }
  }
  const { needed, error } = smooth(total.needed, total.seen)
  const paid = new Float64Array(WEEK_HOURS)
  const idle = new Float64Array(WEEK_HOURS)
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    const seen = total.seen[slot]!
    if (seen === 0) continue
    paid[slot] = total.paid[slot]! / seen
    idle[slot] = 1 - total.needed[slot]! / seen
  }
  return {
    all: { needed, error, paid, idle, weeks: seenHours / WEEK_HOURS },
    without: (fold) => smooth(total.needed, total.seen, sums[1 + fold]),
  }
}

const kindYes = new Float64Array(48)
const kindAll = new Float64Array(48)

function smooth(
  yes: Float64Array,
  all: Float64Array,
  less?: { readonly needed: Float64Array; readonly seen: Float64Array },
): NeedBySlot {
  const needed = new Float64Array(WEEK_HOURS)
  const error = new Float64Array(WEEK_HOURS)
  let sumYes = 0
  let sumAll = 0
  kindYes.fill(0)
  kindAll.fill(0)
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    const kind = kindOf(slot)
    const ofYes = less ? Math.max(0, yes[slot]! - less.needed[slot]!) : yes[slot]!
    const ofAll = less ? Math.max(0, all[slot]! - less.seen[slot]!) : all[slot]!
    needed[slot] = ofYes
    error[slot] = ofAll
    kindYes[kind]! += ofYes
    kindAll[kind]! += ofAll
    sumYes += ofYes
    sumAll += ofAll
  }
  const mean = (sumYes + 0.5) / (sumAll + 1)
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    const kind = kindOf(slot)
    const prior = (kindYes[kind]! + OWN_PRIOR * mean) / (kindAll[kind]! + OWN_PRIOR)
    const n = error[slot]! + OWN_PRIOR
    const p = (needed[slot]! + OWN_PRIOR * prior) / n
    needed[slot] = p
    error[slot] = Math.sqrt((p * (1 - p)) / (n + Math.min(kindAll[kind]!, OWN_PRIOR) + 1))
  }
  return { needed, error }
}

function kindOf(slot: number): number {
  return (slot % 24) + (isWorkday(slot) ? 0 : 24)
}
