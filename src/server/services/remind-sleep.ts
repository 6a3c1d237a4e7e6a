import type { Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { findChannels, type Channel } from '../../db/notify-channel-repository.ts'
import { queueMessages, type MessageText } from '../../db/notify-message-repository.ts'
import { findPlan } from '../../db/plan-repository.ts'
import { changeSleepAction, openSleepActions, type SleepAction } from '../../db/sleep-action-repository.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { MINUTE_MS, type Instant } from '../../engine/index.ts'
import type { PlanSubject } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { keepPath } from './keep-link.ts'
import { loadSleepPlans } from './sleep-plans.ts'

const BEFORE_MS = 30 * MINUTE_MS

/** Tells owners of the sleeps that begin within half an hour, each once, with a link that puts it off. */
export async function remindSleep(context: AppContext, account: Account, now: Instant): Promise<void> {
  const { db } = context.store
  const { accountId } = account
  const due = (await openSleepActions(db, accountId)).filter(
    ({ action, state, remindedAt, dueAt }) =>
      action === 'hibernate' && state === 'planned' && remindedAt === null && dueAt - now <= BEFORE_MS && dueAt > now,
  )
  if (due.length === 0) return
  const [channels, resources, plans] = await Promise.all([
    findChannels(db, accountId),
    findResources(db, accountId),
    loadSleepPlans(context, account, now),
  ])
  const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
  const asleep = new Set(resources.flatMap(({ resourceId, status }) => (isAsleep(status) ? [resourceId] : [])))
  for (const action of due) {
    // Nobody loses anything by it; should it be woken before, its owner is reminded then.
    if (asleep.has(action.resourceId)) continue
    const to = channelsOf(plans.subject(action.resourceId), channels)
    const text = await reminderOf(context, account, action, names.get(action.resourceId) ?? action.resourceId, now)
    await db.transaction().execute(async (tx) => {
      await queueMessages(tx, accountId, to, text, now)
      await changeSleepAction(tx, action, { remindedAt: now })
    })
  }
}

const isAsleep = (status: string | null) => /^hibernat(ed|ing)$/i.test(status ?? '')

/** The channel that bears the name of its owner, else of its project; where there is none, all of them. */
export function channelsOf({ owner, project }: PlanSubject, channels: readonly Channel[]): Channel[] {
  const awake = channels.filter(({ paused }) => !paused)
  const called = (name: string | null) =>
    name === null ? [] : awake.filter((channel) => channel.name.toLowerCase() === name.toLowerCase())
  const own = [...called(owner), ...called(project)]
  return own.length > 0 ? own.slice(0, 1) : awake
}

async function reminderOf(
  context: AppContext,
  { zone }: Account,
  action: SleepAction,
  name: string,
  now: Instant,
): Promise<MessageText> {
  const { accountId, planId, resourceId, dueAt, until } = action
  const plan = await findPlan(context.store.db, accountId, planId)
  const words = (at: Instant) => `${momentWords(at, zone, now)} (${zone})`
  const said = plan?.approved ? `, as planned and approved by ${plan.approved.by}` : ''
  const wakes = until === null ? 'It is woken when somebody needs it.' : `It is awake again ${words(until)}.`
  return {
    kind: 'sleep-reminder',
    subject: `${name} goes to sleep ${momentWords(dueAt, zone, now)}`,
    text:
      `${name} (${resourceId}) goes to sleep ${words(dueAt)}${said}. ${wakes} ` +
      'Its GPUs are given back meanwhile, its public IP may change and what is on its ephemeral disk is lost. ' +
      `Do you need it? Open the link, or: qm keep ${resourceId} until tomorrow 09:00`,
    path: await keepPath(context, action),
    facts: { resourceId, name, planId, sleepsAt: toIso(dueAt), wakesAt: toIsoOrNull(until) },
  }
}
