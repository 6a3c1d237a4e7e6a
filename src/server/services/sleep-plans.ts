import type { Account } from '../../db/account-repository.ts'
import { WEEK_HOURS } from '../../engine/capacity/index.ts'
import { calendarOf, HOUR_MS, type Instant, type Interval } from '../../engine/index.ts'
import {
  asCounted,
  inForce,
  planCalendar,
  plannedSpans,
  planState,
  sleepWeek,
  speaksOf,
  workWeek,
  type Plan,
  type PlanCalendar,
  type PlannedSpan,
  type PlanSubject,
} from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { loadPlans } from './plans.ts'

/** What is planned of an account, ready to be asked about its machines by their ids. */
export interface SleepPlans {
  readonly calendar: PlanCalendar
  /** The working hours of the account by hour of the week; null where nobody planned any. */
  readonly workWeek: Uint8Array | null
  /** Whose a machine is. */
  subject(resourceId: string): PlanSubject
  /** Those that stand and speak of a machine, proposals too. */
  of(resourceId: string): Plan[]
  /** What those in force make of a machine, in the week ahead where no stretch is told. */
  spans(resourceId: string, within?: Interval): PlannedSpan[]
  /** What was and is planned of a machine over a stretch that may lie in the past, by the plans that counted then. */
  counted(resourceId: string, within: Interval): PlannedSpan[]
  /** The week of sleep that a machine goes by now, exceptions apart. */
  week(resourceId: string): Plan | null
}

const AHEAD_MS = WEEK_HOURS * HOUR_MS
/** Kinds that say nothing of a machine that is there. */
const NOT_OF_MACHINES = new Set<Plan['what']['kind']>(['holiday', 'working-hours', 'deploy', 'month'])

export async function loadSleepPlans(context: AppContext, account: Account, now: Instant): Promise<SleepPlans> {
  const [all, { assignments }] = await Promise.all([loadPlans(context, account), assignedOf(context.store, account)])
  const standing = all.filter(
    (plan) => ['proposed', 'approved'].includes(planState(plan, now)) && !NOT_OF_MACHINES.has(plan.what.kind),
  )
  // Thousands of machines are asked about: those that count are looked for once.
  const counting = inForce(standing)
  const ever = asCounted(all).filter(({ what }) => !NOT_OF_MACHINES.has(what.kind))
  const calendar = planCalendar(account.zone, all)
  const today = calendarOf(account.zone).dayOf(now)
  const ahead = { startsAt: now, endsAt: now + AHEAD_MS }
  const subject = (resourceId: string): PlanSubject => {
    const parts = partsOn(assignments, { resourceType: 'instance', resourceId, currency: '' }, today)
    // What several share is nobody's to send away.
    const values = parts.length === 1 ? parts[0]!.values : null
    return { resourceId, owner: values?.owner ?? null, project: values?.project ?? null }
  }
  return {
    calendar,
    workWeek: workWeek(all, now),
    subject,
    of: (resourceId) => {
      const machine = subject(resourceId)
      return standing.filter((plan) => speaksOf(plan, machine))
    },
    spans: (resourceId, within = ahead) =>
      counting.length === 0 ? [] : plannedSpans(subject(resourceId), counting, calendar, within),
    counted: (resourceId, within) =>
      ever.length === 0 ? [] : plannedSpans(subject(resourceId), ever, calendar, within),
    week: (resourceId) => sleepWeek(subject(resourceId), counting, now),
  }
}
