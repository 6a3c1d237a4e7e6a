import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import { createAccount, listAccounts, type Account } from '../db/account-repository.ts'
import { acquireDataDirLock, DataDirHeldError } from '../db/data-dir-lock.ts'
import { findOpenJob, queueJob } from '../db/job-repository.ts'
import { openStore } from '../db/open-store.ts'
import type { Store } from '../db/store.ts'
import { createLogger, type Logger } from '../logger.ts'
import type { AppContext } from '../server/context.ts'
import { apiOf, localApi, remoteApi, type Api } from './api.ts'
import { CommandError, say } from './talk.ts'

/** What one process works with: settings, clock, the opened store and its account. */
export interface Product extends AsyncDisposable {
  readonly config: Config
  readonly demo: boolean
  readonly clock: () => number
  readonly store: Store
  readonly account: Account
  readonly log: Logger
  /** The folder that this process holds; null on Postgres, which is shared. */
  readonly dataDir: string | null
  /** Whether the last process of this folder ended without closing the store. */
  readonly uncleanEnd: boolean
  /** Tells other processes of this machine where we answer. */
  announce(url: string): void
}

/** How often the schedule reads what moves; a figure is stale past two of these. */
const INGEST_INTERVAL_MS = 3_600_000

/**
 * Opens the store of the settings, brings it to this version and adds the account when it is the first time.
 * Without an API key that is the demo's own store, whatever DATABASE_URL says: demo figures never reach a real one.
 * @throws DataDirHeldError when another process holds it.
 */
export async function openProduct(config: Config): Promise<Product> {
  const demo = config.barrack.apiKey === null
  const log = createLogger(config.logLevel)
  const clock = config.now === null ? Date.now : () => config.now!
  const embedded = demo || config.database.url === null
  const dataDir = embedded ? join(config.dataDir, demo ? 'demo' : 'account') : null
  const lock = dataDir === null ? null : acquireDataDirLock(dataDir)
  let store: Store | null = null
  try {
    store = await open(config, dataDir)
    const opened = store
    const account = await ensureAccount(store, config, demo, clock())
    return {
      config,
      demo,
      clock,
      store: opened,
      account,
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
    dataDir === null
      ? {
          kind: 'postgres',
          url: config.database.url!,
          schema: config.database.schema,
          poolSize: config.database.poolSize,
        }
      : { kind: 'pglite', dataDir: join(dataDir, 'store') },
  )
  const done = await store.migrate()
  if (done.length > 0) say(`Store brought to this version: ${done.join(', ')}.`)
  return store
}

async function ensureAccount(store: Store, config: Config, demo: boolean, createdAt: number): Promise<Account> {
  const accounts = await listAccounts(store.db)
  const { account: named } = config
  const known = named === null ? accounts[0] : accounts.find(({ slug }) => slug === named)
  if (named !== null && !known) {
    const slugs = accounts.map(({ slug }) => slug).join(', ')
    throw new CommandError(`There is no account '${named}'${slugs && `; there is ${slugs}`}.`, 2)
  }
  if (known) {
    if (config.zoneGiven && config.zone !== known.zone) {
      say(
        `The days of this account are those of ${known.zone}; TZ_ACCOUNT=${config.zone} is for accounts that are added.`,
      )
    }
    return known
  }
  if (!config.zoneGiven) say('TZ_ACCOUNT is not set: calendar days are those of UTC.')
  return createAccount(store.db, {
    slug: demo ? 'demo' : 'main',
    name: demo ? 'Demo' : 'Main',
    kind: demo ? 'demo' : 'real',
    zone: config.zone,
    createdAt,
  })
}

/** What the server's routes work with. */
export function appContext(product: Product, webRoot: string | null, { applying = false } = {}): AppContext {
  const { store, clock, log, config, demo } = product
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
      barrack: { ...config.barrack, url: demo ? '$BARRACK_URL' : config.barrack.url },
      applying,
    },
    webRoot,
    log,
    requestIngest: async (accountId) =>
      (await findOpenJob(store.db, accountId, 'ingest')) ??
      (await queueJob(store.db, { accountId, kind: 'ingest', requestedAt: clock() })),
  }
}

/**
 * Does `work` through the API of the store's owner: this process where it can open the store, else the server that
 * holds it. @throws CommandError naming the process that holds the store and serves nothing.
 */
export async function withApi<T>(config: Config, work: (api: Api, product: Product | null) => Promise<T>): Promise<T> {
  let product: Product
  try {
    product = await openProduct(config)
  } catch (error) {
    const url = error instanceof DataDirHeldError ? error.owner?.url : null
    if (url) return work(apiOf(remoteApi(url), config.account), null)
    if (error instanceof DataDirHeldError) throw new CommandError(error.message)
    throw error
  }
  await using _ = product
  return await work(apiOf(localApi(appContext(product, null)), config.account), product)
}

/** Does `work` with the opened store, where it has to be ours. @throws CommandError naming the process that holds it. */
export async function withProduct<T>(config: Config, work: (product: Product) => Promise<T>): Promise<T> {
  await using product = await openProduct(config).catch((error: unknown) => {
    throw error instanceof DataDirHeldError ? new CommandError(error.message) : error
  })
  return await work(product)
}
