import type { Account } from '../../db/account-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import { findChannels } from '../../db/notify-channel-repository.ts'
import { queueMessages, type MessageText } from '../../db/notify-message-repository.ts'
import { changeSleepAction, sleepActionsSince, type SleepAction } from '../../db/sleep-action-repository.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { toIso } from '../iso.ts'
import { channelsOf } from './remind-sleep.ts'
import { loadSleepPlans } from './sleep-plans.ts'

/** So many refusals are no accident. */
const TRIES = 2
const LOOKED_BACK_MS = 24 * HOUR_MS

/**
 * Tells owners of machines that cannot be woken, each once: when it was refused twice, when its hour has come, or when
 * nothing more is tried. Who learns it before the working day begins can still go elsewhere.
 */
export async function tellUnwoken(context: AppContext, account: Account, now: Instant): Promise<void> {
  const { db } = context.store
  const { accountId } = account
  const actions = await sleepActionsSince(db, accountId, now - LOOKED_BACK_MS)
  const unwoken = actions.filter((action) => action.remindedAt === null && isUnwoken(action, now))
  if (unwoken.length === 0) return
  const [channels, resources, plans] = await Promise.all([
    findChannels(db, accountId),
    findResources(db, accountId),
    loadSleepPlans(context, account, now),
  ])
  const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
  for (const action of unwoken) {
    const to = channelsOf(plans.subject(action.resourceId), channels)
    const text = textOf(action, names.get(action.resourceId) ?? action.resourceId, account, now)
    await db.transaction().execute(async (tx) => {
      await queueMessages(tx, accountId, to, text, now)
      await changeSleepAction(tx, action, { remindedAt: now })
    })
  }
}

function isUnwoken({ action, state, tries, at }: SleepAction, now: Instant): boolean {
  if (action !== 'restore') return false
  return state === 'failed' || (state === 'waiting' && tries > 0 && (tries >= TRIES || now >= at))
}

function textOf(
  { resourceId, at, state, detail }: SleepAction,
  name: string,
  { zone }: Account,
  now: Instant,
): MessageText {
  const goesOn =
    state === 'failed' ? 'Nothing more is tried: look after it by hand.' : 'It is tried again every five minutes.'
  return {
    kind: 'restore-failed',
    subject: `${name} cannot be woken`,
    text:
      `${name} (${resourceId}) is to be awake ${momentWords(at, zone, now)} (${zone}), and that was refused: ` +
      `${detail ?? 'no reason was given'}. ${goesOn} ` +
      'What else can be had now stands on the page Capacity.',
    path: '/capacity',
    facts: { resourceId, name, awakeAt: toIso(at), reason: detail, triedAgain: state !== 'failed' },
  }
}
