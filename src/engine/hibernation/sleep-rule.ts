import { isWorkday, WEEK_HOURS } from '../capacity/week.ts'
import type { Calendar, Day, Instant } from '../time.ts'
import type { SleepInput } from './advise.ts'
import type { NeededSlots } from './week-profile.ts'

/** What an owner said about a machine's sleep. */
export interface SleepRule {
  /** learned: go by what it does. working hours: needed then and at no other time. always: leave it alone. */
  readonly needed: 'learned' | 'working hours' | 'always'
  /** Hours of the clock, Monday to Friday; only for working hours. */
  readonly workFrom: number
  readonly workTo: number
  readonly allowed: 'any time' | 'nights'
  readonly keepsAddress: boolean
  /** Leave it on until this day has ended. */
  readonly keepUntil: Day | null
  /** Why the advice is not wanted; it stays dismissed until this is taken back. */
  readonly dismissed: string | null
}

export const noRule: SleepRule = {
  needed: 'learned',
  workFrom: 8,
  workTo: 18,
  allowed: 'any time',
  keepsAddress: false,
  keepUntil: null,
  dismissed: null,
}

/** What a rule means for the advice of now. */
export function ruleInput(
  rule: SleepRule,
  calendar: Calendar,
  asOf: Instant,
): Pick<SleepInput, 'allowed' | 'keepsAddress' | 'neededSlots'> {
  const isKept = rule.keepUntil !== null && asOf < calendar.endOf(rule.keepUntil)
  return {
    allowed: isKept || rule.needed === 'always' || rule.dismissed !== null ? 'never' : rule.allowed,
    keepsAddress: rule.keepsAddress,
    neededSlots: rule.needed === 'working hours' ? workingHours(rule.workFrom, rule.workTo) : null,
  }
}

/** Monday to Friday from one hour to another; 22 to 6 goes over midnight into the next day. */
export function workingHours(from: number, to: number): NeededSlots {
  const slots = new Uint8Array(WEEK_HOURS)
  const hours = to > from ? to - from : to + 24 - from
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    if (!isWorkday(slot) || slot % 24 !== from % 24) continue
    for (let i = 0; i < hours; i++) slots[(slot + i) % WEEK_HOURS] = 1
  }
  return slots
}
