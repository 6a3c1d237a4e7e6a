import { calendarOf, type Day } from '../time.ts'
import { inForce, type Plan, type PlanWho } from './plan.ts'

/** Somebody's own figure for a month of a wallet. Never shown without its reason and who said it. */
export interface MonthOverride {
  /** The first day of the month. */
  readonly month: Day
  readonly who: PlanWho
  readonly currency: string
  readonly amountPicos: bigint
  readonly reason: string
  readonly by: string
  readonly planId: number
}

/** The overrides in force; of two for the same month, wallet and whom the later one counts. */
export function monthOverrides(plans: readonly Plan[], zone: string): MonthOverride[] {
  const latest = new Map<string, MonthOverride>()
  for (const plan of [...inForce(plans)].sort((a, b) => a.planId - b.planId)) {
    if (plan.what.kind !== 'month') continue
    const month = calendarOf(zone).monthOf(plan.startsAt).from
    const { currency, amountPicos } = plan.what
    latest.set(JSON.stringify([plan.who, month, currency]), {
      month,
      who: plan.who,
      currency,
      amountPicos,
      reason: plan.reason ?? '',
      by: plan.approved!.by,
      planId: plan.planId,
    })
  }
  return [...latest.values()]
}
