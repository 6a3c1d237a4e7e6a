import { triedChance, type Attempt } from '../capacity/attempts.ts'
import { chances, type AvailabilityModel } from '../capacity/availability.ts'
import { shortageLength, shortages } from '../capacity/shortages.ts'
import type { StockQuestion } from '../capacity/stock.ts'
import { WEEK_HOURS } from '../capacity/week.ts'
import type { Instant } from '../time.ts'
import { mostByNumbers } from './low-stock.ts'
import type { SleepWindow } from './schedule.ts'

/** The risk of being woken without GPUs, for one size of machine in one region. */
export interface RestoreRisk {
  /** What it is learned from: readings of stock, or deploys and restores where no stock is told. */
  readonly from: 'stock' | 'tries'
  /** The chance that a restore in that hour of the week fails, and its 80 % interval. */
  readonly failure: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** It fails no more often, 19 times in 20, by how often none was free and by how many were. */
  readonly most: Float64Array
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
  const low = new Float64Array(WEEK_HOURS)
  const high = new Float64Array(WEEK_HOURS)
  const most = new Float64Array(WEEK_HOURS)
  const byNumbers = mostByNumbers(model.stock)
  let snapshots = 0
  for (const [slot, chance] of chances(model).entries()) {
    if (chance.kind !== 'chance') return null
    failure[slot] = 1 - chance.p
    low[slot] = 1 - chance.high
    high[slot] = 1 - chance.low
    most[slot] = Math.max(1 - chance.surely, byNumbers[slot]!)
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
  const { meanWaitHours: waitHours } = shortageLength(shortages(model.stock))
  return { from: 'stock', failure, low, high, most, waitHours, snapshots, seen, none }
}

/**
 * The chance that a restore for an hour of the week fails: in the hour in which it is asked for or in the one it is needed
 * in, whichever is worse, since ten minutes before the hour stock is rather that of the hour to come.
 */
export function failureNear({ failure }: Pick<RestoreRisk, 'failure'>, wakeSlot: number): number {
  return Math.max(failure[restoreSlot(wakeSlot)]!, failure[wakeSlot]!)
}

/**
 * What it fails no more often than, 19 times in 20: what a schedule is held to, since a likely chance within the limit is
 * past it for one hour in a hundred. None free in 2 of 40 such hours: likely 5 %, surely under 13.2 %.
 */
export function mostNear({ most }: Pick<RestoreRisk, 'most'>, wakeSlot: number): number {
  return Math.max(most[restoreSlot(wakeSlot)]!, most[wakeSlot]!)
}

/** From deploys and restores, good and failed, the same for each hour of the week; null where there were too few. */
export function triedRisk(attempts: readonly Attempt[], question: StockQuestion, asOf: Instant): RestoreRisk | null {
  const chance = triedChance(attempts, question, asOf)
  if (chance.kind !== 'chance') return null
  const all = (value: number) => new Float64Array(WEEK_HOURS).fill(value)
  return {
    from: 'tries',
    failure: all(1 - chance.p),
    low: all(1 - chance.high),
    high: all(1 - chance.low),
    // A few tries never make sure: their chance itself decides.
    most: all(1 - chance.p),
    waitHours: shortageLength([]).meanWaitHours,
    snapshots: chance.snapshots,
    seen: new Uint16Array(WEEK_HOURS),
    none: new Uint16Array(WEEK_HOURS),
  }
}

/** One waking of a weekly schedule. */
export interface Wake {
  /** Hour of the week from Monday 00:00 at which it has to be awake. */
  readonly slot: number
  /** The chance that its restore finds no GPU, with its 80 % interval. */
  readonly failure: number
  readonly low: number
  readonly high: number
  /** In its hour and the one after it fails no more often, 19 times in 20. */
  readonly most: number
  /** How often that hour of the week was seen, and how often of these nothing was free. */
  readonly seen: number
  readonly none: number
}

/** The wakings of a schedule with their risk, in the order of the week. */
export function wakesOf(windows: readonly SleepWindow[], risk: RestoreRisk): Wake[] {
  const { failure, low, high, seen, none } = risk
  return windows
    .filter(({ hours }) => hours < WEEK_HOURS)
    .map(({ wakeSlot: slot }) => {
      const at = restoreSlot(slot)
      const most = mostNear(risk, slot)
      return { slot, failure: failure[at]!, low: low[at]!, high: high[at]!, most, seen: seen[at]!, none: none[at]! }
    })
    .sort((a, b) => a.slot - b.slot)
}

/** The hour before a slot, in which the machine is restored so that it is awake at the slot. */
export function restoreSlot(wakeSlot: number): number {
  return (wakeSlot + WEEK_HOURS - 1) % WEEK_HOURS
}
