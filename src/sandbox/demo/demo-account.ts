import type { AccountData } from '../account.ts'
import { pacedErrors, plantOnly } from '../bill-errors.ts'
import type { MeterRules } from '../meter.ts'
import { DAY, HOUR } from '../time.ts'
import { type TopUpHabit, topUpsOf } from '../top-ups.ts'
import { demoAiUsage } from './ai-usage.ts'
import { type DemoFrame, jobMachines, rosterMachines } from './machines.ts'
import { ROSTER } from './roster.ts'
import { demoImages, demoSnapshots, demoVolumes } from './storage.ts'

/** The demo's history on its first show: the day of the present is this many days after the first day. */
export const DEMO_DAYS = 183
/** So many days before that the L40 gets dearer, at nine in the morning. */
const PRICE_CHANGE_BEFORE = 35

const TOP_UPS: readonly TopUpHabit[] = [
  { currency: 'USD', firstUnits: 5000n, stepUnits: 500n, whenDaysLeft: 15n, forDays: 24n },
  { currency: 'EUR', firstUnits: 1000n, stepUnits: 250n, whenDaysLeft: 21n, forDays: 45n },
]

/** Moment of the one price change of an account that has `days` of history at the present. */
export function demoPriceChange(firstAt: number, days: number): number {
  return firstAt + (days - PRICE_CHANGE_BEFORE) * DAY + 9 * HOUR
}

/**
 * The small demo account up to a moment: a function of the seed, the first day and absolute time alone, so that what
 * it said of a moment it says again, whenever it is asked and however far it was made.
 */
export function demoAccount(frame: DemoFrame, rules: MeterRules): AccountData {
  const instances = [...rosterMachines(ROSTER, frame), ...jobMachines(frame)]
  const volumes = demoVolumes(frame, instances)
  const snapshots = demoSnapshots(frame, instances)
  const resources = [...instances, ...volumes, ...snapshots]
  const mistaken = pacedErrors(resources, rules, { firstAt: frame.firstAt, days: DEMO_DAYS })
  return {
    instances,
    volumes,
    snapshots,
    images: demoImages(frame, snapshots),
    ai: demoAiUsage(frame),
    topUps: topUpsOf(resources, plantOnly(rules, mistaken), TOP_UPS, frame),
    mistaken,
  }
}
