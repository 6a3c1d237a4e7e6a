import {
  deleteChannel,
  findChannel,
  findChannels,
  insertChannel,
  updateChannel,
  type Channel,
  type ChannelKind,
} from '../../db/notify-channel-repository.ts'
import { findAlertRules, updateAlertRule } from '../../db/alert-rule-repository.ts'
import { lastTried, queueMessages, type Message } from '../../db/notify-message-repository.ts'
import type { AppContext } from '../context.ts'
import type {
  ChannelBody,
  ChannelChange,
  ChannelDto,
  ChannelsDto,
  CreatedChannelDto,
  MessageDto,
} from '../dto/notify.ts'
import { toIso } from '../iso.ts'
import { deliverDue } from '../notify/deliver.ts'
import { shownTarget, wrongTarget } from '../notify/target.ts'
import { isSecret, newSecret } from '../notify/webhook.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { messageOf } from './messages.ts'

interface Query {
  readonly account?: string | undefined
}

export async function listChannels(context: AppContext, query: Query): Promise<ChannelsDto> {
  const { accountId } = await accountOf(context, query.account)
  const { db } = context.store
  const [channels, last] = await Promise.all([findChannels(db, accountId), lastTried(db, accountId)])
  return {
    rows: channels.map((channel) => toDto(channel, last.get(channel.channelId))),
    mail: context.config.notify.smtpUrl !== null,
  }
}

export async function createChannel(context: AppContext, body: ChannelBody, query: Query): Promise<CreatedChannelDto> {
  const { accountId } = await accountOf(context, query.account)
  const { name, kind, target } = body
  checkTarget(context, kind, target)
  if (body.secret !== undefined && kind !== 'webhook') {
    throw invalidParameter('secret', 'only the messages of a webhook are signed')
  }
  if (body.secret !== undefined && !isSecret(body.secret)) {
    throw invalidParameter('secret', "must be 'whsec_' and at least 16 bytes in Base64")
  }
  const secret = kind === 'webhook' ? (body.secret ?? newSecret()) : null
  const channel = await insertChannel(
    context.store.db,
    accountId,
    { name, kind, target, secret, paused: false },
    context.clock(),
  )
  if (!channel) throw taken(name)
  return { ...toDto(channel, undefined), secret }
}

export async function changeChannel(
  context: AppContext,
  channelId: number,
  change: ChannelChange,
  query: Query,
): Promise<ChannelDto> {
  const { accountId } = await accountOf(context, query.account)
  const { db } = context.store
  const before = (await findChannel(db, accountId, channelId)) ?? missing(channelId)
  const { name = before.name, target = before.target, paused = before.paused } = change
  checkTarget(context, before.kind, target)
  const others = await findChannels(db, accountId)
  if (others.some((other) => other.name === name && other.channelId !== channelId)) throw taken(name)
  const { kind, secret } = before
  const channel = await updateChannel(db, accountId, channelId, { name, kind, target, secret, paused })
  return toDto(channel ?? missing(channelId), (await lastTried(db, accountId)).get(channelId))
}

export async function removeChannel(
  context: AppContext,
  channelId: number,
  query: Query,
): Promise<{ channelId: number }> {
  const { accountId } = await accountOf(context, query.account)
  await context.store.db.transaction().execute(async (tx) => {
    if (!(await deleteChannel(tx, accountId, channelId))) missing(channelId)
    // A rule that told this channel alone tells all again: nobody meant it to be silent.
    for (const rule of await findAlertRules(tx, accountId)) {
      if (![...rule.channels, ...rule.standIns].includes(channelId)) continue
      const without = (channels: readonly number[]) => channels.filter((other) => other !== channelId)
      const standIns = without(rule.standIns)
      const standInAfterHours = standIns.length > 0 ? rule.standInAfterHours : null
      const changed = { ...rule, channels: without(rule.channels), standIns, standInAfterHours }
      await updateAlertRule(tx, accountId, rule.ruleId, changed)
    }
  })
  return { channelId }
}

/** Sends a message that says no more than that it arrived, now, and gives how the first try went. */
export async function testChannel(context: AppContext, channelId: number, query: Query): Promise<MessageDto> {
  const { store, clock, config } = context
  const { accountId, name: accountName } = await accountOf(context, query.account)
  const channel = (await findChannel(store.db, accountId, channelId)) ?? missing(channelId)
  const [message] = await queueMessages(
    store.db,
    accountId,
    [channel],
    {
      kind: 'test',
      subject: `Quartermaster: test of '${channel.name}'`,
      text: `This is a test. Messages about the account ${accountName} arrive here.`,
      path: '/alerts',
      facts: {},
    },
    clock(),
  )
  await deliverDue({ store, clock, settings: config.notify }, message)
  return messageOf(context, message!)
}

function checkTarget({ config }: AppContext, kind: ChannelKind, target: string): void {
  const wrong = wrongTarget(kind, target)
  if (wrong !== null) throw invalidParameter('target', `must be ${wrong}`)
  if (kind === 'mail' && config.notify.smtpUrl === null) {
    throw invalidParameter('kind', 'no mail server is set: SMTP_URL in the settings')
  }
}

function toDto(channel: Channel, last: Message | undefined): ChannelDto {
  const { channelId, name, kind, target, paused, createdAt } = channel
  return {
    channelId,
    name,
    kind,
    target: shownTarget(kind, target),
    paused,
    createdAt: toIso(createdAt),
    last: last ? { at: toIso(last.finishedAt ?? last.createdAt), status: last.status, kind: last.kind } : null,
  }
}

function missing(channelId: number): never {
  throw new ProblemException('not-found', `There is no channel ${channelId}.`)
}

const taken = (name: string) => invalidParameter('name', `there is a channel called ${name} already`)
