import { getAccount } from '../../db/account-repository.ts'
import { findChannel } from '../../db/notify-channel-repository.ts'
import { findAttachment } from '../../db/notify-attachment-repository.ts'
import { claimMessages, recordTry, type Message, type MessageKey } from '../../db/notify-message-repository.ts'
import type { Store } from '../../db/store.ts'
import { nextTry } from '../../engine/alert/back-off.ts'
import type { Instant } from '../../engine/index.ts'
import { addressGuard } from './address-guard.ts'
import { sendMail } from './mail.ts'
import type { Outgoing } from './outgoing.ts'
import { refused, type Outcome } from './outcome.ts'
import type { NotifySettings } from './settings.ts'
import { sendSlack } from './slack.ts'
import { sendWebhook } from './webhook.ts'

export interface Delivery {
  readonly store: Store
  readonly clock: () => Instant
  readonly settings: NotifySettings
}

/** Messages on their way at once. */
const AT_ONCE = 8
/** Longer than the longest try: what a process held that ended meanwhile is sent by another one then. */
const CLAIM_MS = 120_000

/**
 * Sends what is due, of all accounts, or one message alone; gives how many were tried. Any number of processes may do so
 * on one store: a message is claimed before it is sent. It arrives at least once: twice where a process ends between the
 * sending and the note of it, under the same id.
 */
export async function deliverDue(delivery: Delivery, key?: MessageKey): Promise<number> {
  const { store, clock } = delivery
  for (let tried = 0; ;) {
    const now = clock()
    const until = now + CLAIM_MS
    const messages = await claimMessages(store.db, { now, until, limit: AT_ONCE, ...(key && { key }) })
    await Promise.all(messages.map((message) => deliver(delivery, message)))
    tried += messages.length
    if (messages.length < AT_ONCE) return tried
  }
}

async function deliver(delivery: Delivery, message: Message): Promise<void> {
  const { store, clock } = delivery
  const triedAt = clock()
  const began = performance.now()
  const { delivered, answer, again, askedMs } = await send(delivery, message)
  const nextTryAt = delivered || !again ? null : nextTry(message.tries + 1, clock(), askedMs)
  await recordTry(store.db, message, {
    triedAt,
    tookMs: Math.round(performance.now() - began),
    delivered,
    answer,
    status: delivered ? 'sent' : nextTryAt === null ? 'failed' : 'waiting',
    nextTryAt,
  })
}

async function send({ store, clock, settings }: Delivery, message: Message): Promise<Outcome> {
  const { accountId, channelId } = message
  const [account, channel] = await Promise.all([
    getAccount(store.db, accountId),
    findChannel(store.db, accountId, channelId),
  ])
  if (!account || !channel) return refused('The channel was taken away.')
  if (channel.paused && message.kind !== 'test') return refused('The channel is paused.')
  const outgoing: Outgoing = {
    ...message,
    id: `qm_${account.slug}_${message.messageId}`,
    account: { slug: account.slug, name: account.name },
    url: settings.baseUrl === null ? null : linkTo(settings.baseUrl, message.path, account.slug),
    attachment: await findAttachment(store.db, message),
  }
  const options = { guard: addressGuard(settings.privateHosts) }
  switch (channel.kind) {
    case 'webhook':
      return sendWebhook(channel, outgoing, clock(), options)
    case 'slack':
      return sendSlack(channel, outgoing, options)
    case 'mail':
      return sendMail(channel, outgoing, settings)
  }
}

/** The page of an account, as a person opens it: a path may say already what of the page is meant. */
function linkTo(baseUrl: string, path: string, slug: string): string {
  const url = new URL(path, baseUrl)
  url.searchParams.set('account', slug)
  return url.href
}
