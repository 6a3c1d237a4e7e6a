import { holdingAccount } from '../../db/account-lock.ts'
import {
  createAccount as insertAccount,
  findAccount,
  renameAccount,
  setAccountZone,
  type Account,
} from '../../db/account-repository.ts'
import { accountRows as countRows, deleteAccountRows } from '../../db/account-rows-repository.ts'
import { findClosedMonths } from '../../db/closed-month-repository.ts'
import { findConnection, saveConnection, type StoredConnection } from '../../db/connection-repository.ts'
import { markChargesStale } from '../../db/stale-charges-repository.ts'
import type { AppContext } from '../context.ts'
import type {
  AccountChangesBody,
  AccountRowsDto,
  NewAccountBody,
  RemovedAccountDto,
  SavedAccountDto,
} from '../dto/accounts.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { toAccountDto } from './account.ts'

/** Adds an account and asks for its first reading. */
export async function addAccount(context: AppContext, body: NewAccountBody): Promise<SavedAccountDto> {
  const { store, access } = context
  if (context.config.demo)
    throw new ProblemException(
      'invalid-request',
      'This is the demo, which has a store of its own: stop it and add the account with `qm account add`.',
    )
  if (await findAccount(store.db, body.slug))
    throw invalidParameter(
      'slug',
      `there is an account '${body.slug}' already; qm account change ${body.slug} changes it`,
    )
  const before = NO_CONNECTION
  const connection = await changedConnection(context, body.slug, before, {
    ...body,
    url: body.url ?? access.defaultUrl,
  })
  if (connection.sealedKey === null && connection.keyVariable === null)
    throw invalidParameter(
      'key',
      'an account needs its key, or keyVariable with the name of the variable that holds it',
    )
  const account = await store.db.transaction().execute(async (tx) => {
    const created = await insertAccount(tx, {
      slug: body.slug,
      name: body.name ?? body.slug,
      kind: 'real',
      zone: body.zone ?? access.defaultZone,
      createdAt: context.clock(),
    })
    await saveConnection(tx, { ...connection, accountId: created.accountId })
    return created
  })
  await access.changed()
  const { jobId } = await context.requestIngest(account.accountId)
  return { ...toAccountDto(account), jobId, note: `It is read from ${connection.baseUrl!}, read-only.` }
}

/** Changes what is told of an account, how it is reached, or its key. */
export async function changeAccount(
  context: AppContext,
  slug: string,
  body: AccountChangesBody,
): Promise<SavedAccountDto> {
  const { store } = context
  const account = await namedAccount(context, slug)
  const { accountId } = account
  const before = await findConnection(store.db, accountId)
  const connection = await changedConnection(context, slug, before ?? NO_CONNECTION, body)
  const isZoneNew = body.zone !== undefined && body.zone !== account.zone
  const [closed] = isZoneNew ? (await findClosedMonths(store.db, accountId)).slice(-1) : []
  if (closed) {
    throw invalidParameter(
      'zone',
      `${closed.month} is closed by the days of ${account.zone}: open its closed months first`,
    )
  }
  await store.db.transaction().execute(async (tx) => {
    if (body.name !== undefined) await renameAccount(tx, accountId, body.name)
    if (isZoneNew) {
      await setAccountZone(tx, accountId, body.zone!)
      await markChargesStale(tx, accountId, context.clock())
    }
    if (connection !== (before ?? NO_CONNECTION)) await saveConnection(tx, { ...connection, accountId })
  })
  await context.access.changed()
  const { jobId } = await context.requestIngest(accountId)
  const changed = await namedAccount(context, slug)
  const note = isZoneNew
    ? `Its days are those of ${changed.zone} from now on; those of the past are made anew by the next reading.`
    : 'The next reading goes by it; it has been asked for.'
  return { ...toAccountDto(changed), jobId, note }
}

/** What the store has of an account, table by table: what its removal deletes. */
export async function accountRows(context: AppContext, slug: string): Promise<AccountRowsDto> {
  const account = await namedAccount(context, slug)
  return { account: toAccountDto(account), rows: await countRows(context.store.db, account.accountId) }
}

/** Deletes an account with all its rows; `confirm` has to say its short name again. */
export async function removeAccount(
  context: AppContext,
  slug: string,
  { confirm }: { confirm: string },
): Promise<RemovedAccountDto> {
  const { store, access } = context
  const account = await namedAccount(context, slug)
  if (account.kind === 'demo') throw invalidParameter('slug', 'the demo is no account of yours; delete its folder')
  if (confirm !== slug) throw invalidParameter('confirm', `the short name again, ${slug}: it deletes all that was read`)
  const { ofSettings } = access.address(await findConnection(store.db, account.accountId))
  const held = await holdingAccount(store, account.accountId, () =>
    store.db.transaction().execute((tx) => deleteAccountRows(tx, account.accountId)),
  )
  if (!held) throw new ProblemException('busy', `The account '${slug}' is being read: try again when that has ended.`)
  await access.changed()
  const note = ofSettings
    ? 'Its key stands in the settings: unset BARRACK_API_KEY, or the next start adds it again and reads it anew.'
    : 'Its key is gone from the store; at Barrack it still counts until you revoke it there.'
  return { slug, deleted: held.result, note }
}

const NO_CONNECTION: Omit<StoredConnection, 'accountId'> = {
  baseUrl: null,
  authHeader: null,
  authScheme: null,
  endpoints: {},
  sealedKey: null,
  keyVariable: null,
  changedAt: 0,
}

type Connection = Omit<StoredConnection, 'accountId'>

/** A connection with changes; the same one where there is none. Throws a problem where they do not go together. */
async function changedConnection(
  context: AppContext,
  slug: string,
  before: Connection,
  { url, key, keyVariable, map }: Pick<NewAccountBody, 'url' | 'key' | 'keyVariable' | 'map'>,
): Promise<Connection> {
  const { access } = context
  if (url === undefined && key === undefined && keyVariable === undefined && map === undefined) return before
  if (key !== undefined && keyVariable !== undefined)
    throw invalidParameter('keyVariable', 'a key is either stored or in the environment, not both')
  const baseUrl = url ?? before.baseUrl ?? (key === undefined ? null : access.defaultUrl)
  const isElsewhere = before.baseUrl !== null && new URL(baseUrl!).origin !== new URL(before.baseUrl).origin
  if (isElsewhere && before.sealedKey !== null && key === undefined && keyVariable === undefined)
    throw invalidParameter('url', 'the key was given for another host; give it again with the new address')
  const read = map === undefined ? null : readMap(context, map)
  const isKeyNew = key !== undefined || keyVariable !== undefined
  return {
    baseUrl,
    authHeader: read ? (read.auth?.header ?? null) : before.authHeader,
    authScheme: read ? (read.auth?.scheme ?? null) : before.authScheme,
    endpoints: read ? read.endpoints : before.endpoints,
    sealedKey: key === undefined ? (isKeyNew ? null : before.sealedKey) : await sealed(context, slug, baseUrl!, key),
    keyVariable: isKeyNew ? (keyVariable ?? null) : before.keyVariable,
    changedAt: Math.max(context.clock(), before.changedAt + 1),
  }
}

function readMap({ access }: AppContext, map: NonNullable<NewAccountBody['map']>) {
  try {
    return access.readMap(map)
  } catch (error) {
    if (error instanceof RangeError) throw invalidParameter('map', error.message)
    throw error
  }
}

async function sealed({ access }: AppContext, slug: string, baseUrl: string, key: string): Promise<string> {
  if (!access.canSeal)
    throw invalidParameter(
      'key',
      'no key is stored without QM_SECRET. Set it (openssl rand -base64 32 makes one) and keep it, or leave the key in ' +
        'the environment and name its variable (--key-from BARRACK_API_KEY_NAME)',
    )
  return access.seal({ slug }, baseUrl, key)
}

async function namedAccount({ store }: AppContext, slug: string): Promise<Account> {
  const account = await findAccount(store.db, slug)
  if (!account) throw new ProblemException('not-found', `There is no account '${slug}'.`)
  return account
}
