import { sql, type Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { MessageStatus, NotifyMessageTable } from './schema/notify-message.ts'
import type { Connection, Store } from './store.ts'
import { isoOf, isoOrNull, timestamptz } from './timestamp.ts'

export type { MessageStatus } from './schema/notify-message.ts'

/** What is told, in words and as data. */
export interface MessageText {
  /** What it is about, such as 'test' or 'depletion'. */
  readonly kind: string
  readonly subject: string
  readonly text: string
  /** Of the page that shows it: '/alerts'. */
  readonly path: string
  readonly facts: JsonObject
}

export interface MessageKey {
  readonly accountId: number
  readonly messageId: number
}

/** One message to one channel, with how far it has come. */
export interface Message extends MessageText, MessageKey {
  readonly channelId: number
  readonly channelName: string
  readonly status: MessageStatus
  readonly createdAt: Instant
  readonly nextTryAt: Instant
  readonly tries: number
  readonly finishedAt: Instant | null
}

/** One try to send a message. */
export interface Try {
  readonly try: number
  readonly triedAt: Instant
  readonly tookMs: number
  readonly delivered: boolean
  /** What the other side said, or why it could not be asked. */
  readonly answer: string
}

/** Writes a message for each channel; it is sent by whoever delivers, once the transaction has ended. */
export async function queueMessages(
  db: Connection,
  accountId: number,
  channels: readonly { readonly channelId: number; readonly name: string }[],
  { facts, ...words }: MessageText,
  createdAt: Instant,
): Promise<Message[]> {
  if (channels.length === 0) return []
  const rows = await db
    .insertInto('notify_message')
    .values(
      channels.map(({ channelId, name }) => ({
        account_id: accountId,
        channel_id: channelId,
        channel_name: name,
        ...words,
        facts: JSON.stringify(facts),
        status: 'waiting' as const,
        created_at: isoOf(createdAt),
        next_try_at: isoOf(createdAt),
      })),
    )
    .returningAll()
    .execute()
  return rows.map(messageOf)
}

export interface Claim {
  readonly now: Instant
  /** From then on another process may try it again: later than the longest try takes. */
  readonly until: Instant
  readonly limit: number
  /** This message alone. */
  readonly key?: MessageKey
}

/** Takes messages that are due, the oldest first; no two processes ever hold the same one. */
export async function claimMessages(db: Connection, { now, until, limit, key }: Claim): Promise<Message[]> {
  const due = db
    .selectFrom('notify_message')
    .select(['account_id', 'message_id'])
    .where('status', '=', 'waiting')
    .where('next_try_at', '<=', timestamptz(now))
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', timestamptz(now))]))
    .$if(key !== undefined, (query) =>
      query.where('account_id', '=', key!.accountId).where('message_id', '=', key!.messageId),
    )
    .orderBy('account_id')
    .orderBy('message_id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  const rows = await db
    .updateTable('notify_message')
    .from(due.as('due'))
    .set({ claimed_until: isoOf(until) })
    .whereRef('notify_message.account_id', '=', 'due.account_id')
    .whereRef('notify_message.message_id', '=', 'due.message_id')
    .returningAll('notify_message')
    .execute()
  return rows.map(messageOf)
}

export interface TryResult extends Omit<Try, 'try'> {
  readonly status: MessageStatus
  /** Where it is still waiting. */
  readonly nextTryAt: Instant | null
}

/** Writes down how a try went and lets go of the message. */
export async function recordTry(db: Store['db'], message: Message, result: TryResult): Promise<void> {
  const { accountId, messageId } = message
  const count = message.tries + 1
  const { status, triedAt, tookMs, delivered, answer, nextTryAt } = result
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('notify_try')
      .values({
        account_id: accountId,
        message_id: messageId,
        try: count,
        tried_at: isoOf(triedAt),
        took_ms: tookMs,
        delivered,
        answer,
      })
      .execute()
    await tx
      .updateTable('notify_message')
      .set({
        status,
        tries: count,
        claimed_until: null,
        finished_at: isoOrNull(status === 'waiting' ? null : triedAt + tookMs),
        ...(nextTryAt !== null && { next_try_at: isoOf(nextTryAt) }),
      })
      .where('account_id', '=', accountId)
      .where('message_id', '=', messageId)
      .execute()
  })
}

/** Lets a message that was given up be tried again from now on; false where there is none such. */
export async function retryMessage(db: Connection, { accountId, messageId }: MessageKey, now: Instant) {
  const { numUpdatedRows } = await db
    .updateTable('notify_message')
    .set({ status: 'waiting', next_try_at: isoOf(now), finished_at: null })
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .where('status', '=', 'failed')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function getMessage(db: Connection, { accountId, messageId }: MessageKey): Promise<Message | null> {
  const row = await db
    .selectFrom('notify_message')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row ? messageOf(row) : null
}

/** The last messages with their tries, newest first; those before a message where one is given. */
export async function findMessages(
  db: Connection,
  accountId: number,
  { before, limit }: { before: number | null; limit: number },
): Promise<(Message & { readonly history: readonly Try[] })[]> {
  const rows = await db
    .selectFrom('notify_message')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(before !== null, (query) => query.where('message_id', '<', before!))
    .orderBy('message_id', 'desc')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const tries = await db
    .selectFrom('notify_try')
    .select(['message_id', 'try', 'tried_at as triedAt', 'took_ms as tookMs', 'delivered', 'answer'])
    .where('account_id', '=', accountId)
    .where(
      'message_id',
      'in',
      rows.map((row) => row.message_id),
    )
    .orderBy('try')
    .execute()
  const histories = Map.groupBy(tries, (row) => row.message_id)
  return rows.map((row) => ({
    ...messageOf(row),
    history: (histories.get(row.message_id) ?? []).map(({ message_id: _, ...of }) => of),
  }))
}

/** The chargebacks of a month that were written, the last first. */
export async function findChargebackMessages(
  db: Connection,
  accountId: number,
  { month, by }: { readonly month: string; readonly by: string },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('notify_message')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', 'chargeback')
    .where(sql<boolean>`facts ->> 'month' = ${month} and facts ->> 'by' = ${by}`)
    .orderBy('message_id', 'desc')
    .execute()
  return rows.map(messageOf)
}

/** The last message of each channel that was tried: sent, given up, or refused so far and tried again; by channel. */
export async function lastTried(db: Connection, accountId: number): Promise<Map<number, Message>> {
  const rows = await db
    .selectFrom('notify_message')
    .selectAll()
    .distinctOn('channel_id')
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('status', '<>', 'waiting'), eb('tries', '>', 0)]))
    .orderBy('channel_id')
    .orderBy((eb) => eb.fn.coalesce('finished_at', 'created_at'), 'desc')
    .execute()
  return new Map(rows.map((row) => [row.channel_id, messageOf(row)]))
}

function messageOf(row: Selectable<NotifyMessageTable>): Message {
  const { kind, subject, text, path, facts, status, tries } = row
  return {
    accountId: row.account_id,
    messageId: row.message_id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    kind,
    subject,
    text,
    path,
    facts,
    status,
    tries,
    createdAt: row.created_at,
    nextTryAt: row.next_try_at,
    finishedAt: row.finished_at,
  }
}
