import { workingHours } from '../plan/plan-hours.ts'
import type { Calendar, Day, Instant } from '../time.ts'
import type { SleepInput } from './advise.ts'

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
