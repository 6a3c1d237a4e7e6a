import type { Instant, Interval } from '../time.ts'
import { planIntervals, type PlanCalendar } from './plan-hours.ts'
import { inForce, speaksOf, type Plan, type PlanSubject } from './plan.ts'

export type PlannedState = 'on' | 'asleep' | 'gone'

/** What one machine is planned to be over a stretch of time, and which plan says so. */
export interface PlannedSpan extends Interval {
  readonly state: PlannedState
  readonly plan: Plan
}

interface Claim extends PlannedSpan {
  readonly rank: number
}

/**
 * What the plans in force make of one machine within a stretch of time, in its order; where none speaks there is a gap,
 * and it goes on as it is. Where several speak at once:
 *
 * 1. the end of a machine is the end;
 * 2. what keeps it on goes before what puts it to sleep, whoever said either: a needless hour is dear, a lost one is lost;
 * 3. an absence, or a dated sleep, goes before a week;
 * 4. of weeks that of the machine goes before that of its owner, project and account, and of two the later one.
 */
export function plannedSpans(
  subject: PlanSubject,
  plans: readonly Plan[],
  calendar: PlanCalendar,
  within: Interval,
): PlannedSpan[] {
  const claims = inForce(plans)
    .filter((plan) => speaksOf(plan, subject))
    .flatMap((plan) => claimsOf(plan, calendar, within))
  const edges = [...new Set(claims.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]))].sort((a, b) => a - b)
  const spans: PlannedSpan[] = []
  for (let i = 0; i + 1 < edges.length; i++) {
    const [startsAt, endsAt] = [edges[i]!, edges[i + 1]!]
    let best: Claim | null = null
    for (const claim of claims) {
      const covers = claim.startsAt <= startsAt && endsAt <= claim.endsAt
      if (covers && (best === null || goesBefore(claim, best))) best = claim
    }
    if (!best) continue
    const last = spans.at(-1)
    const { state, plan } = best
    if (last?.endsAt === startsAt && last.plan === plan && last.state === state)
      spans[spans.length - 1] = { ...last, endsAt }
    else spans.push({ startsAt, endsAt, state, plan })
  }
  return spans
}

/** The states alone: spans that follow one another in one state are one, whichever plans say so. */
export function mergedStates(spans: readonly PlannedSpan[]): (Interval & { readonly state: PlannedState })[] {
  const merged: (Interval & { state: PlannedState })[] = []
  for (const { startsAt, endsAt, state } of spans) {
    const last = merged.at(-1)
    if (last?.endsAt === startsAt && last.state === state) merged[merged.length - 1] = { ...last, endsAt }
    else merged.push({ startsAt, endsAt, state })
  }
  return merged
}

/** The week of sleep that a machine goes by at a moment, exceptions apart; null where none is in force. */
export function sleepWeek(subject: PlanSubject, plans: readonly Plan[], at: Instant): Plan | null {
  const weeks = inForce(plans).filter(
    (plan) =>
      plan.what.kind === 'sleep' &&
      plan.week !== null &&
      plan.startsAt <= at &&
      at < (plan.endsAt ?? Infinity) &&
      speaksOf(plan, subject),
  )
  return weeks.sort((a, b) => weekRank(b) - weekRank(a) || b.planId - a.planId)[0] ?? null
}

/** A later plan goes before an earlier one, and the sleep of a week before its own waking hours. */
function goesBefore(a: Claim, b: Claim): boolean {
  if (a.rank !== b.rank) return a.rank > b.rank
  if (a.plan !== b.plan) return a.plan.planId > b.plan.planId
  return a.state === 'asleep'
}

function claimsOf(plan: Plan, calendar: PlanCalendar, within: Interval): Claim[] {
  const claims = (state: PlannedState, rank: number, intervals: readonly Interval[]) =>
    intervals.map((interval) => ({ ...interval, state, plan, rank }))
  switch (plan.what.kind) {
    case 'end':
      return claims('gone', 100, planIntervals({ ...plan, endsAt: null, week: null }, calendar, within))
    case 'keep-on':
      return claims('on', 90, planIntervals(plan, calendar, within))
    case 'away':
      return claims('asleep', 80, planIntervals(plan, calendar, within))
    case 'sleep': {
      if (plan.week === null) return claims('asleep', 80, planIntervals(plan, calendar, within))
      const rank = weekRank(plan)
      return [
        ...claims('on', rank, planIntervals({ ...plan, week: null }, calendar, within)),
        ...claims('asleep', rank, planIntervals(plan, calendar, within)),
      ]
    }
    case 'working-hours':
    case 'holiday':
    case 'deploy':
    case 'month':
      return []
  }
}

/** Of weeks that of the narrowest who goes first, its waking hours too. */
function weekRank({ who }: Plan): number {
  switch (who.kind) {
    case 'machine':
      return 40
    case 'owner':
      return 30
    case 'project':
      return 20
    case 'account':
      return 10
  }
}
