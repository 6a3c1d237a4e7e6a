import { workingHours } from '../plan/plan-hours.ts'
import type { SleepInput } from './advise.ts'
import type { NeededSlots } from './week-profile.ts'

/** What an owner said about a machine's sleep. */
export interface SleepRule {
  /** learned: go by what it does. working hours: needed then and at no other time. always: leave it alone. */
  readonly needed: 'learned' | 'working hours' | 'always'
  /** Hours of the clock, Monday to Friday, where they are its own; null: the working hours of the account. */
  readonly workFrom: number | null
  readonly workTo: number | null
  readonly allowed: 'any time' | 'nights'
  readonly keepsAddress: boolean
  /** What an hour without it costs its owner when it is needed, in units of its wallet; null: by the chosen caution. */
  readonly missPerHour: number | null
  /** Why the advice is not wanted; it stays dismissed until this is taken back. */
  readonly dismissed: string | null
}

export const noRule: SleepRule = {
  needed: 'learned',
  workFrom: null,
  workTo: null,
  allowed: 'any time',
  keepsAddress: false,
  missPerHour: null,
  dismissed: null,
}

/** People work Monday to Friday from 8 to 18 where the account does not say otherwise. */
const USUAL_WEEK = workingHours(8, 18)

/** What a rule means for the advice of now. */
export function ruleInput(
  rule: SleepRule,
  { isKept, workWeek }: { readonly isKept: boolean; readonly workWeek: NeededSlots | null },
): Pick<SleepInput, 'allowed' | 'keepsAddress' | 'neededSlots' | 'missPerHour'> {
  const { needed, workFrom, workTo } = rule
  const hours = workFrom === null || workTo === null ? (workWeek ?? USUAL_WEEK) : workingHours(workFrom, workTo)
  return {
    allowed: isKept || needed === 'always' || rule.dismissed !== null ? 'never' : rule.allowed,
    keepsAddress: rule.keepsAddress,
    missPerHour: rule.missPerHour,
    neededSlots: needed === 'working hours' ? hours : null,
  }
}
