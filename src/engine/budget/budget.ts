import { mulDiv, type Currency } from '../money.ts'
import { addDays, daysBetween, type Day, type DayRange } from '../time.ts'

/** What a budget can be narrowed to; all that is said has to hold. */
export const BUDGET_SCOPE_KEYS = [
  'region',
  'tier',
  'gpu_model',
  'resource_type',
  'resource',
  'project',
  'owner',
  'cost_center',
] as const
export type BudgetScopeKey = (typeof BUDGET_SCOPE_KEYS)[number]
export type BudgetScope = Partial<Readonly<Record<BudgetScopeKey, string>>>

/** What a whole period may cost, for periods and parts of them from a day on. */
export interface BudgetAmount {
  readonly from: Day
  readonly picos: bigint
}

export interface Budget {
  readonly budgetId: number
  readonly name: string
  /** Of the wallet: wallets are never added. */
  readonly currency: Currency
  /** Calendar months or quarters over and over, or its own dates once. */
  readonly period: 'month' | 'quarter' | 'dates'
  /** The month, 1 to 12, with which its owner's fiscal years begin: quarters count from it; January unless told. */
  readonly yearStart?: number
  readonly firstDay: Day
  /** Inclusive; null: goes on. Its own dates have an end. */
  readonly lastDay: Day | null
  /** By their first day; at least one, and the first holds from the budget's beginning. */
  readonly amounts: readonly BudgetAmount[]
  readonly scope: BudgetScope
}

/**
 * The period of a budget that a day lies in, cut to the budget's own days; null outside of them. A monthly budget from
 * 15 November on has 15 to 30 November as its first period.
 */
export function budgetPeriod({ period, yearStart, firstDay, lastDay }: Budget, day: Day): DayRange | null {
  const end = lastDay === null ? null : addDays(lastDay, 1)
  if (day < firstDay || (end !== null && day >= end)) return null
  if (period === 'dates') return { from: firstDay, to: end! }
  const whole = wholePeriod(period, day, yearStart)
  return {
    from: whole.from > firstDay ? whole.from : firstDay,
    to: end !== null && end < whole.to ? end : whole.to,
  }
}

/**
 * What a budget allows for some days of one period: each day has its share of the amount that holds on it, so that an
 * amount that changes within a period counts by days. 3,000 a month, raised to 6,000 from 16 November on: 1,500 + 3,000.
 */
export function plannedFor(budget: Budget, days: DayRange): bigint {
  const { period, yearStart, firstDay, lastDay, amounts } = budget
  if (days.from >= days.to) return 0n
  const whole =
    period === 'dates' ? { from: firstDay, to: addDays(lastDay!, 1) } : wholePeriod(period, days.from, yearStart)
  const length = BigInt(daysBetween(whole.from, whole.to).length)
  let planned = 0n
  for (const [i, { from, picos }] of amounts.entries()) {
    const startsOn = i === 0 || from < days.from ? days.from : from
    const next = amounts[i + 1]?.from ?? days.to
    const endsOn = next < days.to ? next : days.to
    planned += mulDiv(picos, BigInt(daysBetween(startsOn, endsOn).length), length)
  }
  return planned
}

/** The calendar month of a day, or the quarter of its fiscal year. */
function wholePeriod(period: 'month' | 'quarter', day: Day, yearStart = 1): DayRange {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const months = period === 'month' ? 1 : 3
  const first = month - 1 - ((month - yearStart + 12) % months)
  const dayOf = (at: number) => new Date(Date.UTC(year, at)).toISOString().slice(0, 10)
  return { from: dayOf(first), to: dayOf(first + months) }
}

export type BudgetState = 'within' | 'may go over' | 'likely over' | 'over'

/** By what is billed, then by what the period will likely cost, then by what it could: the first that is over tells. */
export function budgetState(of: {
  readonly amountPicos: bigint
  readonly actualPicos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
}): BudgetState {
  if (of.actualPicos > of.amountPicos) return 'over'
  if (of.p50Picos > of.amountPicos) return 'likely over'
  return of.p90Picos > of.amountPicos ? 'may go over' : 'within'
}
