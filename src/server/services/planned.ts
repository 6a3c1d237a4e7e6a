import type { Account } from '../../db/account-repository.ts'
import { findPlans } from '../../db/plan-repository.ts'
import type { Store } from '../../db/store.ts'
import { calendarOf, type PlansAhead } from '../../engine/index.ts'
import { inForce, planCalendar, type Plan, type PlanSubject } from '../../engine/plan/index.ts'
import { assignedOf, partsOn, type Assigned } from './assigned.ts'

interface Kept {
  readonly key: string
  readonly assigned: Assigned | null
  readonly planned: PlansAhead
}

const kept = new WeakMap<Store, Map<number, Kept>>()

/** The plans in force of an account, as forecasts follow them: the same value for as long as nothing of them changes. */
export async function plannedOf(store: Store, account: Account): Promise<PlansAhead> {
  const plans = inForce(await findPlans(store.db, account.accountId))
  const isOwned = plans.some(({ who }) => who.kind === 'owner' || who.kind === 'project')
  const assigned = isOwned ? await assignedOf(store, account) : null
  const key = JSON.stringify([account.zone, plans.map(({ planId, approved }) => [planId, approved])])
  const ofStore = kept.get(store) ?? new Map<number, Kept>()
  kept.set(store, ofStore)
  const known = ofStore.get(account.accountId)
  if (known?.key === key && known.assigned === assigned) return known.planned
  const planned = { plans, calendar: planCalendar(account.zone, plans), subjects: subjectsBy(plans, account, assigned) }
  ofStore.set(account.accountId, { key, assigned, planned })
  return planned
}

/** Whose each machine is on the day on which the last of the plans begins; of several the one with the largest part. */
function subjectsBy(plans: readonly Plan[], { zone }: Account, assigned: Assigned | null): Map<string, PlanSubject> {
  const subjects = new Map<string, PlanSubject>()
  if (!assigned) return subjects
  const day = calendarOf(zone).dayOf(Math.max(...plans.map(({ startsAt }) => startsAt)))
  for (const { resourceId, type, currency } of assigned.resources) {
    if (type !== 'instance') continue
    const parts = partsOn(assigned.assignments, { resourceType: type, resourceId, currency: currency ?? '' }, day)
    const { owner, project } = parts.reduce((a, b) => (b.weight > a.weight ? b : a)).values
    subjects.set(resourceId, { resourceId, owner, project })
  }
  return subjects
}
