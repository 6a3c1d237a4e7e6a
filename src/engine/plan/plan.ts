import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import type { WeekWindow } from './week-windows.ts'

/** Whom a plan speaks of: everything, one machine, or all machines of an owner or a project. */
export type PlanWho =
  | { readonly kind: 'account' }
  | { readonly kind: 'machine'; readonly resourceId: string }
  | { readonly kind: 'owner' | 'project'; readonly name: string }

/** Machines that are to be deployed, alike ones together. */
export interface PlannedDeployment {
  readonly kind: 'deploy'
  readonly name: string
  readonly machines: number
  readonly tier: string
  readonly gpuModel: string
  /** Per machine. */
  readonly gpuCount: number
  /** Null: wherever it can be had. */
  readonly region: string | null
  readonly currency: Currency
}

/** What is planned while a plan holds. */
export type PlanWhat =
  /** Hibernated. With a week: then asleep in its hours, and awake in all others. */
  | { readonly kind: 'sleep' }
  /** An exception: stays on, whatever else is planned. */
  | { readonly kind: 'keep-on' }
  /** An exception: nobody needs it, so it sleeps, whatever its week says. */
  | { readonly kind: 'away' }
  /** Given up when the plan begins, for good. */
  | { readonly kind: 'end' }
  /** People work in the hours of its week; machines that are needed in working hours go by it. */
  | { readonly kind: 'working-hours' }
  /** A day on which the account keeps the hours of a Sunday. */
  | { readonly kind: 'holiday'; readonly name: string }
  | PlannedDeployment
  /** Somebody's own figure for what a month will cost in a wallet, in place of the forecast; its reason is always shown. */
  | { readonly kind: 'month'; readonly currency: Currency; readonly amountPicos: bigint }

export type PlanKind = PlanWhat['kind']

/** Where a plan comes from: said by a person, an advised schedule, a scenario that was decided on, a checked demand. */
export const PLAN_SOURCES = ['typed', 'schedule', 'scenario', 'demand'] as const
export type PlanSource = (typeof PLAN_SOURCES)[number]

/** Who did something to a plan, and when. */
export interface PlanDeed {
  readonly by: string
  readonly at: Instant
}

/** One thing that is planned: who, what, when, from where. The only such type; a new kind is a member of `PlanWhat`. */
export interface Plan {
  readonly planId: number
  readonly who: PlanWho
  readonly what: PlanWhat
  /** It holds in [startsAt, endsAt); null: until it is withdrawn. */
  readonly startsAt: Instant
  readonly endsAt: Instant | null
  /** And there only in these hours of the week; null: all the time. */
  readonly week: readonly WeekWindow[] | null
  readonly source: PlanSource
  readonly reason: string | null
  readonly proposed: PlanDeed
  /** Null: a proposal, which changes nothing yet. */
  readonly approved: PlanDeed | null
  readonly withdrawn: PlanDeed | null
}

/** Plans that count: approved and not withdrawn. */
export function inForce(plans: readonly Plan[]): Plan[] {
  return plans.filter(({ approved, withdrawn }) => approved !== null && withdrawn === null)
}

/**
 * Every plan that ever counted, cut to the time in which it did: from its approval on, until it was taken back. What was
 * planned at a past moment is read from these.
 */
export function asCounted(plans: readonly Plan[]): Plan[] {
  return plans.flatMap((plan): Plan[] => {
    const { approved, withdrawn } = plan
    if (!approved) return []
    const startsAt = Math.max(plan.startsAt, approved.at)
    const ends = [plan.endsAt, withdrawn?.at].filter((at) => at != null)
    const endsAt = ends.length === 0 ? null : Math.min(...ends)
    return endsAt !== null && endsAt <= startsAt ? [] : [{ ...plan, startsAt, endsAt, withdrawn: null }]
  })
}

/** Whether a plan puts to sleep for a time of its own, whatever the hours of the week are. */
export function isDatedSleep({ what, week }: Pick<Plan, 'what' | 'week'>): boolean {
  return what.kind === 'away' || (what.kind === 'sleep' && week === null)
}

/**
 * Whether a plan in force has machines put to sleep, or keeps them there; what keeps one on does not. A holiday does: it has
 * the hours of a Sunday.
 */
export function movesMachines({ kind }: PlanWhat): boolean {
  return kind === 'sleep' || kind === 'away' || kind === 'end' || kind === 'holiday'
}

export type PlanState = 'proposed' | 'approved' | 'over' | 'withdrawn'

export function planState({ approved, withdrawn, endsAt }: Plan, now: Instant): PlanState {
  if (withdrawn) return 'withdrawn'
  if (endsAt !== null && endsAt <= now) return 'over'
  return approved ? 'approved' : 'proposed'
}

/** A machine, with those that plans may speak of it by; null = not known. */
export interface PlanSubject {
  readonly resourceId: string
  readonly owner: string | null
  readonly project: string | null
}

export function speaksOf({ who }: Plan, { resourceId, owner, project }: PlanSubject): boolean {
  switch (who.kind) {
    case 'account':
      return true
    case 'machine':
      return who.resourceId === resourceId
    case 'owner':
      return who.name === owner
    case 'project':
      return who.name === project
  }
}
