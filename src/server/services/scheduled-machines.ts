import type { Account } from '../../db/account-repository.ts'
import { WEEK_HOURS } from '../../engine/capacity/index.ts'
import { scheduleWords, sleepWindows } from '../../engine/hibernation/index.ts'
import { HOUR_MS, type Instant, type Interval } from '../../engine/index.ts'
import { describePlan, isDatedSleep, mergedStates, weekSlots, type Plan } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { WEEKS_AHEAD, type PlannedSleep, type ScheduledMachine } from '../export/schedules/scheduled-machine.ts'
import { hibernation, type HibernationQuery } from './hibernation.ts'
import type { MachineNames } from './new-plan.ts'
import { machineNames } from './plans.ts'
import { loadSleepPlans, type SleepPlans } from './sleep-plans.ts'

const WEEK_MS = WEEK_HOURS * HOUR_MS

/** The machines for which a week of sleep is advised. */
export async function advisedMachines(context: AppContext, query: HibernationQuery): Promise<ScheduledMachine[]> {
  const { machines } = await hibernation(context, query)
  return machines.flatMap(({ resourceId, name, words, asleep }) =>
    asleep === null || words === null
      ? []
      : [{ resourceId, name, words, asleep: Uint8Array.from(asleep), sleeps: null }],
  )
}

/** The machines that approved plans put to sleep, by the week or on dates, exceptions and holidays heeded. */
export async function plannedMachines(context: AppContext, account: Account): Promise<ScheduledMachine[]> {
  const now = context.clock()
  const [plans, names] = await Promise.all([loadSleepPlans(context, account, now), machineNames(context, account)])
  const { zone } = account
  return [...names].flatMap(([resourceId, { name, isGone }]): ScheduledMachine[] => {
    const week = isGone ? null : plans.week(resourceId)
    const standing = isGone ? [] : plans.of(resourceId).filter(isApprovedSleep)
    if (standing.length === 0) return []
    const others = standing.filter((plan) => isDatedSleep(plan) || plan.startsAt > now)
    const told = [...(week ? [weekWords(week)] : []), ...others.map((plan) => datedWords(plan, zone, names))]
    const sleeps = sleepsOf(resourceId, plans, standing.filter(isDatedSleep), { zone, names, now })
    return [{ resourceId, name, words: told.join('; '), asleep: week && weekSlots(week.week!), sleeps }]
  })
}

const isApprovedSleep = ({ approved, what }: Plan): boolean =>
  approved !== null && (what.kind === 'sleep' || what.kind === 'away')

const weekWords = ({ week }: Plan): string => scheduleWords(sleepWindows(weekSlots(week!)))

/** With years, wherever it is read: the file is older by then. */
function datedWords(plan: Plan, zone: string, names: MachineNames): string {
  const nameOf = (resourceId: string) => names.get(resourceId)?.name ?? resourceId
  return describePlan(plan, { zone, now: 0, nameOf })
}

interface Telling {
  readonly zone: string
  readonly names: MachineNames
  readonly now: Instant
}

/** The sleeps of a machine in the weeks ahead, and those of dated plans whenever they are. */
function sleepsOf(
  resourceId: string,
  plans: SleepPlans,
  dated: readonly Plan[],
  { zone, names, now }: Telling,
): PlannedSleep[] {
  const near = { startsAt: now - WEEK_MS, endsAt: now + WEEKS_AHEAD * WEEK_MS }
  return stretches(near, dated).flatMap((within) => {
    const spans = plans.spans(resourceId, within)
    const states = mergedStates(spans)
    return states.flatMap(({ startsAt, endsAt, state }, i): PlannedSleep[] => {
      if (state !== 'asleep' || endsAt <= now) return []
      const parts = spans.filter((span) => span.startsAt < endsAt && span.endsAt > startsAt)
      const behind = [...new Set(parts.map(({ plan }) => plan))]
      if (startsAt >= near.endsAt && !behind.some(isDatedSleep)) return []
      const words = behind.map((plan) => (isDatedSleep(plan) ? datedWords(plan, zone, names) : weekWords(plan)))
      const next = states[i + 1]
      const isGivenUp = next?.state === 'gone' && next.startsAt === endsAt
      return [{ startsAt, endsAt, words: words.join('; '), wakes: endsAt < within.endsAt && !isGivenUp }]
    })
  })
}

/** The weeks ahead and the time of each dated plan with a week on either side, so that what adjoins it is seen. */
function stretches(near: Interval, dated: readonly Plan[]): Interval[] {
  const wanted = [
    near,
    ...dated.map(({ startsAt, endsAt }) => ({ startsAt: startsAt - WEEK_MS, endsAt: (endsAt ?? startsAt) + WEEK_MS })),
  ].sort((a, b) => a.startsAt - b.startsAt)
  const joined: { startsAt: Instant; endsAt: Instant }[] = []
  for (const each of wanted) {
    const last = joined.at(-1)
    if (last && each.startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, each.endsAt)
    else joined.push({ ...each })
  }
  return joined
}
