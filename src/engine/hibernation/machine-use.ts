import { HOUR_MS, type Instant } from '../time.ts'
import type { MachineHours } from './week-profile.ts'

/** How a machine came and went over the hours that are known. */
export interface MachineUse {
  /** Stretches of need with three idle days or more between them. */
  readonly uses: number
  /** Hours of idleness up to now, without a break; 0 for a machine in use. */
  readonly idleHours: number
  /** The hour of the grid in which that began. */
  readonly idleSince: number
}

const BETWEEN_USES_HOURS = 72
/** A start of a few minutes is no use. */
const NEEDED_FROM = 0.1

/** Hours that nobody knows of neither make a use nor end one. */
export function useOf({ grid, seen, needed }: MachineHours, asOf: Instant): MachineUse {
  const last = Math.min(grid.slots.length, Math.floor((asOf - grid.startsAt) / HOUR_MS))
  let uses = 0
  let idleHours = 0
  let idleSince = last
  let sinceUse = BETWEEN_USES_HOURS
  for (let hour = 0; hour < last; hour++) {
    if (seen[hour] === 0) continue
    if (needed[hour]! >= NEEDED_FROM) {
      if (sinceUse >= BETWEEN_USES_HOURS) uses++
      sinceUse = 0
      idleHours = 0
      continue
    }
    if (idleHours === 0) idleSince = hour
    sinceUse++
    idleHours++
  }
  return { uses, idleHours, idleSince }
}

/** Makes the hours before one unknown: what a machine did before it was left does not count against its sleep. */
export function forgetBefore({ seen, needed, paid }: MachineHours, hour: number): void {
  seen.fill(0, 0, hour)
  needed.fill(0, 0, hour)
  paid.fill(0, 0, hour)
}
