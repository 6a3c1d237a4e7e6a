import { WEEK_HOURS } from '../capacity/week.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { ageWeight } from './age-weight.ts'
import { restoreSlot, type RestoreRisk } from './restore-risk.ts'
import { sleepWindows, type SleepSlots } from './schedule.ts'
import { foldOf, PROFILE_WEEKS, type MachineHours } from './week-profile.ts'

/** Weeks of a month: 365.25 / 12 / 7. */
export const WEEKS_PER_MONTH = 365.25 / 84

/** An 80 % interval with its middle, in units of the wallet. */
export interface Range {
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

/** What a weekly schedule would do in a month, going by the weeks that were seen. */
export interface PlanFigures {
  /** Against staying on all the time, of the hours asleep that nobody needed. */
  readonly avoided: Range
  /** The part of it that is still paid today: hours that sleep already save nothing more. */
  readonly beyondNow: Range
  /** Hours asleep in which the machine was needed. */
  readonly missedHours: number
  /** Of the needed hours. */
  readonly missedShare: number
  readonly wakes: number
  /** Restores that find no GPUs, and what waiting for them costs at the price of an hour without; null = not known. */
  readonly failedRestores: number | null
  readonly restoreLoss: number | null
  /** The hours in which it would have been restored, as far as stock was seen in them, and those without a GPU. */
  readonly restoresSeen: number
  readonly restoresWithout: number
  /** Of the time asleep that was seen: the share that was idle. */
  readonly regular: number
  /** In so many of the weeks seen nine tenths of the sleep were idle. */
  readonly idleWeeks: number
  readonly weeks: number
}

/** What a share of a machine, of 1, has of its money; hours and chances are those of the machine. */
export function shareOfFigures(figures: PlanFigures, share: number): PlanFigures {
  if (share === 1) return figures
  const of = ({ p10, p50, p90 }: Range): Range => ({ p10: p10 * share, p50: p50 * share, p90: p90 * share })
  const { avoided, beyondNow, restoreLoss } = figures
  return {
    ...figures,
    avoided: of(avoided),
    beyondNow: of(beyondNow),
    restoreLoss: restoreLoss === null ? null : restoreLoss * share,
  }
}

export interface PlanTerms {
  /** What an hour asleep saves: full rate less flat rate, in units of the wallet. */
  readonly savedPerHour: number
  /** The price of an hour without the machine. */
  readonly missPerHour: number
  readonly restore: RestoreRisk | null
  readonly asOf: Instant
}

const IDLE_WEEK = 0.9

/**
 * Replays the weeks seen under a schedule. What was learned from a week looks too good on it: `learned` are the
 * schedules that came of all folds but one, and each week is replayed under the one that did not know it.
 */
export function planFigures(
  asleep: SleepSlots,
  learned: readonly SleepSlots[],
  hours: MachineHours,
  terms: PlanTerms,
): PlanFigures {
  const { grid } = hours
  const last = Math.min(grid.slots.length, Math.floor((terms.asOf - grid.startsAt) / HOUR_MS))
  const avoided = new Spread()
  const beyondNow = new Spread()
  const missed = new Spread()
  const needs = new Spread()
  let idleWeeks = 0
  let idleHours = 0
  let sleepHours = 0
  for (let end = last; end - WEEK_HOURS >= Math.max(0, last - PROFILE_WEEKS * WEEK_HOURS); end -= WEEK_HOURS) {
    let seen = 0
    let asleepSeen = 0
    let idle = 0
    let paidIdle = 0
    let need = 0
    const plan = learned[foldOf(last - end + 1)] ?? asleep
    for (let hour = end - WEEK_HOURS; hour < end; hour++) {
      const share = hours.seen[hour]!
      const needed = hours.needed[hour]!
      seen += share
      need += needed
      if (share === 0 || plan[grid.slots[hour]!] !== 1) continue
      asleepSeen += share
      idle += Math.max(0, share - needed)
      paidIdle += Math.max(0, hours.paid[hour]! - needed)
    }
    if (seen < WEEK_HOURS / 2) continue
    const weight = ageWeight(last - end + 1)
    const scale = WEEK_HOURS / seen
    avoided.add(idle * scale * terms.savedPerHour, weight)
    beyondNow.add(paidIdle * scale * terms.savedPerHour, weight)
    missed.add((asleepSeen - idle) * scale, weight)
    needs.add(need * scale, weight)
    if (idle >= IDLE_WEEK * asleepSeen) idleWeeks++
    idleHours += weight * idle
    sleepHours += weight * asleepSeen
  }
  const most = terms.savedPerHour * asleep.reduce((sum, slot) => sum + slot, 0) * WEEKS_PER_MONTH
  return {
    avoided: avoided.perMonth(most),
    beyondNow: beyondNow.perMonth(most),
    missedHours: missed.mean * WEEKS_PER_MONTH,
    missedShare: needs.mean > 0 ? missed.mean / needs.mean : 0,
    ...restores(asleep, terms),
    regular: sleepHours > 0 ? idleHours / sleepHours : 0,
    idleWeeks,
    weeks: avoided.count,
  }
}

function restores(asleep: SleepSlots, { restore, missPerHour }: PlanTerms) {
  const windows = sleepWindows(asleep).filter((window) => window.hours < WEEK_HOURS)
  const wakes = windows.length * WEEKS_PER_MONTH
  if (!restore) return { wakes, failedRestores: null, restoreLoss: null, restoresSeen: 0, restoresWithout: 0 }
  let failed = 0
  let restoresSeen = 0
  let restoresWithout = 0
  for (const { wakeSlot } of windows) {
    const slot = restoreSlot(wakeSlot)
    failed += restore.failure[slot]!
    restoresSeen += restore.seen[slot]!
    restoresWithout += restore.none[slot]!
  }
  const failedRestores = failed * WEEKS_PER_MONTH
  const restoreLoss = failedRestores * restore.waitHours * missPerHour
  return { wakes, failedRestores, restoreLoss, restoresSeen, restoresWithout }
}

/** Weeks have been alike so far, and yet: two more are thought to have differed by 5 %. */
const PRIOR_WEEKS = 2
const PRIOR_SPREAD = 0.05

/** Weekly amounts, the recent ones weighing more. */
class Spread {
  private weights = 0
  private squares = 0
  private sum = 0
  private sumOfSquares = 0
  count = 0

  get mean(): number {
    return this.weights > 0 ? this.sum / this.weights : 0
  }

  add(value: number, weight: number): void {
    this.weights += weight
    this.squares += weight * weight
    this.sum += weight * value
    this.sumOfSquares += weight * value * value
    this.count++
  }

  /**
   * The amount of a month of m weeks: m x mean, give or take t x sd x sqrt(m + m^2 / n), which holds the chance of those
   * weeks and that of having learned from n of them; within 0 and the most there can be.
   */
  perMonth(most: number): Range {
    if (this.count === 0) return { p10: 0, p50: 0, p90: most }
    const mean = this.mean
    const n = (this.weights * this.weights) / this.squares
    const p50 = Math.min(most, mean * WEEKS_PER_MONTH)
    if (n < 1.5) return { p10: 0, p50, p90: most }
    const seen = (Math.max(0, this.sumOfSquares / this.weights - mean * mean) * n) / (n - 1)
    const variance = (n * seen + PRIOR_WEEKS * (PRIOR_SPREAD * mean) ** 2) / (n + PRIOR_WEEKS)
    const away = t90(n - 1) * Math.sqrt(variance * (WEEKS_PER_MONTH + WEEKS_PER_MONTH ** 2 / n))
    return { p10: Math.max(0, p50 - away), p50, p90: Math.min(most, p50 + away) }
  }
}

/** The 0.9 quantile of Student's t, to 2 %: 3.08 at 1, 1.86 at 2, 1.37 at 10. */
function t90(freedom: number): number {
  return 1.2816 + 0.95 / freedom + 0.85 / freedom ** 3
}
