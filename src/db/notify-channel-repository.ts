import type { Instant } from '../engine/time.ts'
import type { ChannelKind } from './schema/notify-channel.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export type { ChannelKind } from './schema/notify-channel.ts'

/** Where messages of an account can go. */
export interface Channel {
  readonly channelId: number
  readonly name: string
  readonly kind: ChannelKind
  /** An address of the web, or mail addresses separated by commas. */
  readonly target: string
  /** What a webhook's messages are signed with. */
  readonly secret: string | null
  readonly paused: boolean
  readonly createdAt: Instant
}

export type ChannelText = Pick<Channel, 'name' | 'kind' | 'target' | 'secret' | 'paused'>

const COLUMNS = [
  'channel_id as channelId',
  'name',
  'kind',
  'target',
  'secret',
  'paused',
  'created_at as createdAt',
] as const

/** By name. */
export async function findChannels(db: Connection, accountId: number): Promise<Channel[]> {
  return db.selectFrom('notify_channel').select(COLUMNS).where('account_id', '=', accountId).orderBy('name').execute()
}

export async function findChannel(db: Connection, accountId: number, channelId: number): Promise<Channel | null> {
  const row = await db
    .selectFrom('notify_channel')
    .select(COLUMNS)
    .where('account_id', '=', accountId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return row ?? null
}

/** Null where the account has one of that name. */
export async function insertChannel(
  db: Connection,
  accountId: number,
  channel: ChannelText,
  createdAt: Instant,
): Promise<Channel | null> {
  const row = await db
    .insertInto('notify_channel')
    .values({ account_id: accountId, ...channel, created_at: isoOf(createdAt) })
    .onConflict((oc) => oc.columns(['account_id', 'name']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst()
  return row ?? null
}

/** Null where there is none of that number; throws where another one has the name. */
export async function updateChannel(
  db: Connection,
  accountId: number,
  channelId: number,
  channel: ChannelText,
): Promise<Channel | null> {
  const row = await db
    .updateTable('notify_channel')
    .set({ ...channel })
    .where('account_id', '=', accountId)
    .where('channel_id', '=', channelId)
    .returning(COLUMNS)
    .executeTakeFirst()
  return row ?? null
}

export async function deleteChannel(db: Connection, accountId: number, channelId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('notify_channel')
    .where('account_id', '=', accountId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
