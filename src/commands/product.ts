import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import { createAccount, listAccounts, type Account } from '../db/account-repository.ts'
import { listConnections } from '../db/connection-repository.ts'
import { acquireDataDirLock, DataDirHeldError } from '../db/data-dir-lock.ts'
import { findOpenJob, queueJob } from '../db/job-repository.ts'
import { openStore } from '../db/open-store.ts'
import type { Store } from '../db/store.ts'
import { createLogger, type Logger } from '../logger.ts'
import type { AppContext } from '../server/context.ts'
import { apiOf, localApi, remoteApi, type Api } from './api.ts'
import { accountAccess } from './account-access.ts'
import { billsImporter } from './import-bills.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { readingsOf } from './readings-of.ts'
import { resealKeys } from './reseal.ts'
import type { Rooms } from './rooms.ts'
import { setUpOf } from './set-up.ts'
import { CommandError, say } from './talk.ts'
import { dataDirOf, isOfSettings, noteAccounts, postgresOf, showsDemo } from './which-store.ts'

/** What one process works with: settings, clock and the opened store. */
export interface House extends Rooms, AsyncDisposable {
  readonly demo: boolean
  readonly log: Logger
  /** The folder that this process holds; null on Postgres, which is shared. */
  readonly dataDir: string | null
  /** Whether the last process of this folder ended without closing the store. */
  readonly uncleanEnd: boolean
  /** Tells other processes of this machine where we answer. */
  announce(url: string): void
}

/** The same with the account that a command is about. */
export interface Product extends House {
  readonly account: Account
}

/** How often the schedule reads what moves; a figure is stale past two of these. */
const INGEST_INTERVAL_MS = 3_600_000

/**
 * Opens the store of the settings, brings it to this version and adds the account when it is the first time.
 * Where there is neither an API key nor an account that was added, that is the demo's own store, whatever DATABASE_URL
 * says: demo figures never reach a real one.
 * @throws DataDirHeldError when another process holds it; CommandError where there is no such account.
 */
export async function openProduct(config: Config): Promise<Product> {
  const house = await openHouse(config, await showsDemo(config))
  try {
    return { ...house, account: await chosenAccount(house) }
  } catch (error) {
    await house[Symbol.asyncDispose]()
    throw error
  }
}

/** Opens the store and adds the account that the settings speak of, when it is the first time; there may be none. */
async function openHouse(config: Config, demo: boolean): Promise<House> {
  const log = createLogger(config.logLevel)
  const clock = config.now === null ? Date.now : () => config.now!
  const dataDir = dataDirOf(config, demo)
  const lock = dataDir === null ? null : acquireDataDirLock(dataDir)
  let store: Store | null = null
  try {
    store = await open(config, dataDir)
    const opened = store
    const keys = createKeyRing(config)
    await resealKeys(store, keys, config, clock())
    if (demo || config.barrack.apiKey !== null) await ensureAccount(store, keys, config, demo, clock())
    await noteAccounts(store, config, demo)
    return {
      config,
      demo,
      clock,
      store: opened,
      keys,
      log,
      dataDir,
      uncleanEnd: lock?.uncleanEnd ?? false,
      announce: (url) => lock?.announce(url),
      async [Symbol.asyncDispose]() {
        await opened.close()
        lock?.release()
      },
    }
  } catch (error) {
    await store?.close()
    lock?.release()
    throw error
  }
}

async function open(config: Config, dataDir: string | null): Promise<Store> {
  const store = await openStore(
    dataDir === null ? postgresOf(config) : { kind: 'pglite', dataDir: join(dataDir, 'store') },
  )
  const done = await store.migrate()
  if (done.length > 0) say(`Store brought to this version: ${migrationWords(done)}.`)
  return store
}

/** Adds the demo's account, or the one whose key is in the settings, when it is not there yet. */
async function ensureAccount(
  store: Store,
  keys: KeyRing,
  config: Config,
  demo: boolean,
  createdAt: number,
): Promise<void> {
  const accounts = await listAccounts(store.db)
  const connections = await listConnections(store.db)
  if (demo ? accounts.length > 0 : accounts.some(({ accountId }) => isOfSettings(connections.get(accountId)))) return
  for (const account of demo ? [] : accounts) {
    const key = await keys.keyOf(account, connections.get(account.accountId) ?? null).catch(() => null)
    if (key !== config.barrack.apiKey) continue
    say(`BARRACK_API_KEY is the key of '${account.slug}', which the store keeps: it need not stand in the settings.`)
    return
  }
  if (!config.zoneGiven) say('TZ_ACCOUNT is not set: calendar days are those of UTC.')
  const isTaken = (slug: string) => accounts.some((account) => account.slug === slug)
  await createAccount(store.db, {
    slug: demo ? 'demo' : isTaken('main') ? 'main-of-settings' : 'main',
    name: demo ? 'Demo' : 'Main',
    kind: demo ? 'demo' : 'real',
    zone: config.zone,
    createdAt,
  })
}

/** The account that is named, else the first. */
async function chosenAccount({ store, config }: House): Promise<Account> {
  const accounts = await listAccounts(store.db)
  const slug = config.account
  const chosen = slug === null ? accounts[0] : accounts.find((account) => account.slug === slug)
  if (!chosen) {
    const slugs = accounts.map((account) => account.slug).join(', ')
    if (slug !== null) throw new CommandError(`There is no account '${slug}'${slugs && `; there is ${slugs}`}.`, 2)
    throw new CommandError('There is no account yet: set BARRACK_API_KEY, or add one (qm account add NAME).')
  }
  if (config.zoneGiven && config.zone !== chosen.zone) {
    say(
      `The days of this account are those of ${chosen.zone}; TZ_ACCOUNT=${config.zone} is for accounts that are added.`,
    )
  }
  return chosen
}

/** What the server's routes work with. */
export function appContext(house: House, webRoot: string | null, { applying = false } = {}): AppContext {
  const { store, clock, log, config, demo } = house
  return {
    store,
    clock,
    version: packageJson.version,
    config: {
      hosts: config.server.names,
      demo,
      ingestIntervalMs: INGEST_INTERVAL_MS,
      rules: config.rules,
      notify: config.notify,
      adminToken: config.adminToken,
      applying,
    },
    webRoot,
    log,
    access: accountAccess(house),
    importBills: billsImporter(house),
    setUp: setUpOf(house),
    readings: (account) => readingsOf(house, account),
    requestIngest: async (accountId) =>
      (await findOpenJob(store.db, accountId, 'ingest')) ??
      (await queueJob(store.db, { accountId, kind: 'ingest', requestedAt: clock() })),
  }
}

/**
 * Does `work` through the API of the store's owner: this process where it can open the store, else the server that
 * holds it. @throws CommandError naming the process that holds the store and serves nothing.
 */
export function withApi<T>(config: Config, work: (api: Api, product: Product | null) => Promise<T>): Promise<T> {
  return throughOwner(openProduct, config, work)
}

/** The same for the accounts themselves: in the store of real ones, also where there is none yet and the demo is shown. */
export function withAccounts<T>(config: Config, work: (api: Api) => Promise<T>): Promise<T> {
  return throughOwner((settings) => openHouse(settings, false), config, work)
}

async function throughOwner<Opened extends House, T>(
  open: (config: Config) => Promise<Opened>,
  config: Config,
  work: (api: Api, opened: Opened | null) => Promise<T>,
): Promise<T> {
  let opened: Opened
  try {
    opened = await open(config)
  } catch (error) {
    const url = error instanceof DataDirHeldError ? error.owner?.url : null
    if (url) return work(apiOf(remoteApi(url, config.adminToken), config.account), null)
    if (error instanceof DataDirHeldError) throw new CommandError(error.message)
    throw error
  }
  await using _ = opened
  return await work(apiOf(localApi(appContext(opened, null)), config.account), opened)
}

/** Does `work` with the opened store, where it has to be ours. @throws CommandError naming the process that holds it. */
export async function withProduct<T>(config: Config, work: (product: Product) => Promise<T>): Promise<T> {
  await using product = await openProduct(config).catch((error: unknown) => {
    throw error instanceof DataDirHeldError ? new CommandError(error.message) : error
  })
  return await work(product)
}

/** A new store takes them all: how many and the last say as much as their names. */
const migrationWords = (done: readonly string[]): string =>
  done.length <= 3 ? done.join(', ') : `${done.length} migrations up to ${done.at(-1)}`
