import type { Account } from '../../db/account-repository.ts'
import { writeAudit } from '../../db/audit-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import {
  addSleepActions,
  changeSleepAction,
  openSleepActions,
  type NewSleepAction,
  type SleepAction,
} from '../../db/sleep-action-repository.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { HOUR_MS, MINUTE_MS, type Instant } from '../../engine/index.ts'
import { LEAST_SLEEP_MS, sleepEdges } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { loadPlanningSettings } from './planning-settings.ts'
import { loadSleepPlans } from './sleep-plans.ts'

/** So far ahead it is said what will be done, and so far back what was missed is made up for. */
const AHEAD_MS = 24 * HOUR_MS
/** A sleep that could not begin for so long does not begin any more. */
const LATE_SLEEP_MS = 2 * HOUR_MS
/** Nothing is put to sleep sooner after it was said: that is its dry run, and the time to object. */
export const DRY_RUN_MS = 30 * MINUTE_MS

/**
 * Writes down what the plans in force want done to machines in the day ahead, and takes from that list what they no longer
 * want. Nothing is done here: who carries it out finds it there, and everybody can read it before.
 */
export async function planSleep(context: AppContext, account: Account, now: Instant): Promise<void> {
  const { db } = context.store
  const { accountId } = account
  const [resources, plans, settings, open] = await Promise.all([
    findResources(db, accountId),
    loadSleepPlans(context, account, now),
    loadPlanningSettings(context, account),
    openSleepActions(db, accountId),
  ])
  const within = { startsAt: now - AHEAD_MS, endsAt: now + AHEAD_MS }
  // Until when a sleep lasts may lie beyond the day: the week ahead tells.
  const looked = { ...within, endsAt: within.endsAt + 7 * AHEAD_MS }
  const wanted = new Map<string, NewSleepAction>()
  for (const { resourceId, type, deletedSeenAt } of resources) {
    if (type !== 'instance' || deletedSeenAt !== null) continue
    for (const edge of sleepEdges(plans.counted(resourceId, looked), looked)) {
      if (edge.at <= within.startsAt || edge.at > within.endsAt) continue
      const isSleep = edge.action === 'hibernate'
      const dueAt = isSleep
        ? Math.max(edge.at, now + DRY_RUN_MS)
        : Math.max(edge.at - settings.restoreMinutes * MINUTE_MS, now)
      if (isSleep && (edge.at < now - LATE_SLEEP_MS || isShort(edge))) continue
      wanted.set(keyOf({ resourceId, ...edge }), { resourceId, ...edge, dueAt, plannedAt: now })
    }
  }
  const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
  await db.transaction().execute(async (tx) => {
    for (const action of open) {
      const same = wanted.get(keyOf(action))
      if (same && same.until !== action.until) await changeSleepAction(tx, action, { until: same.until })
      const isUnwanted = !same && action.at > within.startsAt && action.state !== 'asked'
      if (!isUnwanted) continue
      await changeSleepAction(tx, action, { state: 'cancelled', detail: 'no longer planned', finishedAt: now })
    }
    const known = new Set(open.map(keyOf))
    const fresh = [...wanted].flatMap(([key, action]) => (known.has(key) ? [] : [action]))
    const added = await addSleepActions(tx, accountId, fresh)
    const words = { zone: account.zone, now }
    await writeAudit(
      tx,
      accountId,
      added.map((action) => ({
        at: now,
        actor: 'quartermaster',
        event: 'dry run',
        resourceId: action.resourceId,
        planId: action.planId,
        detail: `would ${actionWords(action, names.get(action.resourceId) ?? action.resourceId, words)}`,
      })),
    )
  })
}

/** Such as one that an exception cut off as soon as it was said. */
const isShort = ({ at, until }: Pick<SleepAction, 'at' | 'until'>) => until !== null && until - at < LEAST_SLEEP_MS

/** 'hibernate dev-anna Fri 4 Dec 19:00, until Mon 7 Dec 08:00'. */
export function actionWords(
  { action, at, until }: Pick<SleepAction, 'action' | 'at' | 'until'>,
  name: string,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): string {
  const end = until === null || action === 'restore' ? '' : `, until ${momentWords(until, zone, now)}`
  return `${action} ${name} ${momentWords(at, zone, now)}${end}`
}

const keyOf = ({ resourceId, action, at }: Pick<SleepAction, 'resourceId' | 'action' | 'at'>): string =>
  `${resourceId} ${action} ${at}`
