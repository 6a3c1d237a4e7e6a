import { chances, type AvailabilityModel } from '../capacity/availability.ts'
import { shortageLength, shortages } from '../capacity/shortages.ts'
import { WEEK_HOURS } from '../capacity/week.ts'

/** The risk of being woken without GPUs, for one size of machine in one region. */
export interface RestoreRisk {
  /** The chance that a restore in that hour of the week fails. */
  readonly failure: Float64Array
  /** Hours until GPUs are back, of a restore that failed. */
  readonly waitHours: number
  readonly snapshots: number
  /** How often that hour of the week was seen, and how often of these nothing was free: the chance taken back to counts. */
  readonly seen: Uint16Array
  readonly none: Uint16Array
}

/** From stock history; null where there is too little of it, which is not the same as no risk. */
export function restoreRisk(model: AvailabilityModel): RestoreRisk | null {
  const failure = new Float64Array(WEEK_HOURS)
  let snapshots = 0
  for (const [slot, chance] of chances(model).entries()) {
    if (chance.kind !== 'chance') return null
    failure[slot] = 1 - chance.p
    snapshots = chance.snapshots
  }
  const seen = new Uint16Array(WEEK_HOURS)
  const none = new Uint16Array(WEEK_HOURS)
  const { outcomes, grid } = model.stock
  for (let hour = 0; hour < outcomes.length; hour++) {
    const outcome = outcomes[hour]
    if (outcome !== 0 && outcome !== 1) continue
    seen[grid.slots[hour]!]!++
    if (outcome === 0) none[grid.slots[hour]!]!++
  }
  return { failure, waitHours: shortageLength(shortages(model.stock)).meanWaitHours, snapshots, seen, none }
}

/** The hour before a slot, in which the machine is restored so that it is awake at the slot. */
export function restoreSlot(wakeSlot: number): number {
  return (wakeSlot + WEEK_HOURS - 1) % WEEK_HOURS
}
