import type { BudgetRow } from '../../db/budget-repository.ts'
import { budgetPeriod, budgetState, plannedFor, type BudgetState } from '../../engine/budget/index.ts'
import { addDays, mulDiv, type Calendar, type Day, type DayRange, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { billedDays, expected } from './budget-spend.ts'
import type { Ledger } from './ledger.ts'

/** A budget in the period that a day lies in, or its first or last one. */
export interface BudgetNow {
  readonly days: DayRange
  readonly time: 'to come' | 'running' | 'past'
  readonly amountPicos: bigint
  readonly actualPicos: bigint
  /** An even spend, by now. */
  readonly plannedPicos: bigint
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
  readonly early: boolean
  readonly state: BudgetState
}

/** How a budget stands; what is billed comes from the charges, what is still to come from the forecast. */
export async function budgetNow(context: AppContext, ledger: Ledger, budget: BudgetRow, on: Day): Promise<BudgetNow> {
  const { currency, scope } = budget
  const { calendar, account } = ledger
  const now = context.clock()
  const today = calendar.dayOf(now)
  const days = periodNear(budget, on)
  const time = today < days.from ? 'to come' : today >= days.to ? 'past' : 'running'
  const amountPicos = plannedFor(budget, days)
  const billed = await billedDays(context, account, currency, scope, {
    from: days.from,
    to: min(days.to, addDays(today, 1)),
  })
  const actualPicos = [...billed.values()].reduce((sum, picos) => sum + picos, 0n)
  const forecast = time === 'past' ? null : await expected(context, ledger, currency, scope, days)
  const withToCome = (picos: bigint) => actualPicos + (forecast ? max(picos - forecast.total.billedSoFarPicos, 0n) : 0n)
  const estimate = {
    p10Picos: withToCome(forecast?.total.p10Picos ?? 0n),
    p50Picos: withToCome(forecast?.total.p50Picos ?? 0n),
    p90Picos: withToCome(forecast?.total.p90Picos ?? 0n),
  }
  return {
    days,
    time,
    amountPicos,
    actualPicos,
    plannedPicos: plannedByNow(budget, days, calendar, now),
    ...estimate,
    early: forecast?.total.early ?? false,
    state: budgetState({ amountPicos, actualPicos, ...estimate }),
  }
}

/** The period of a day; before a budget begins its first, after its end its last. */
export function periodNear(budget: BudgetRow, day: Day): DayRange {
  const { firstDay, lastDay } = budget
  const inside = day < firstDay ? firstDay : lastDay !== null && day > lastDay ? lastDay : day
  return budgetPeriod(budget, inside)!
}

/** Whole days, and of today as much as is over. */
function plannedByNow(budget: BudgetRow, days: DayRange, calendar: Calendar, now: Instant): bigint {
  const today = calendar.dayOf(now)
  if (today < days.from) return 0n
  if (today >= days.to) return plannedFor(budget, days)
  const before = plannedFor(budget, { from: days.from, to: today })
  const ofToday = plannedFor(budget, { from: today, to: addDays(today, 1) })
  const [startsAt, endsAt] = [calendar.startOf(today), calendar.endOf(today)]
  return before + mulDiv(ofToday, BigInt(now - startsAt), BigInt(endsAt - startsAt))
}

const min = (a: Day, b: Day): Day => (a < b ? a : b)
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
