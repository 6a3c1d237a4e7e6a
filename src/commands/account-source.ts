import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BarrackError } from '../barrack/barrack-error.ts'
import { createBarrackClient, type BarrackClient } from '../barrack/client.ts'
import { createRateLimiter, type RateLimiter } from '../barrack/rate-limiter.ts'
import type { Account } from '../db/account-repository.ts'
import { findConnection } from '../db/connection-repository.ts'
import { startSandboxWorker } from '../sandbox/start-worker.ts'
import { apiAddress, DEFAULT_AUTH, type ApiAddress } from './connection.ts'
import { KeyError } from './key-ring.ts'
import type { House } from './product.ts'

/** Where the figures of one account come from. */
export interface AccountSource {
  readonly client: BarrackClient
  readonly address: ApiAddress
  /** Null where the key is not at hand: the client then says why, to whatever it is asked. */
  readonly apiKey: string | null
  /** Shared by all that asks for this account in this process. */
  readonly limiter: RateLimiter
}

/** The sources of all accounts, or the sandbox that plays the demo account. */
export interface Sources extends AsyncDisposable {
  of(account: Account): Promise<AccountSource>
  /** Moves the demo's present to a moment, or back to the real one by null; null where there is no demo. */
  readonly step: ((to: number | null) => Promise<void>) | null
}

export async function openSources(house: House): Promise<Sources> {
  return house.demo ? demoSources(house, house.dataDir!) : accountSources(house)
}

/** A client for each account, made anew when its connection was changed; its limit of requests goes on. */
function accountSources({ config, store, keys }: House): Sources {
  const known = new Map<number, { readonly changedAt: number | null; readonly source: AccountSource }>()
  return {
    step: null,
    async of(account) {
      const stored = await findConnection(store.db, account.accountId)
      const changedAt = stored?.changedAt ?? null
      const before = known.get(account.accountId)
      if (before?.changedAt === changedAt && before.source.apiKey !== null) return before.source
      const address = apiAddress(config, stored)
      const isSameLimit = before?.source.address.maxPerMinute === address.maxPerMinute
      const limiter = isSameLimit ? before.source.limiter : createRateLimiter(address.maxPerMinute)
      const source = await keys.keyOf(account, stored).then(
        (apiKey) => ({ address, apiKey, limiter, client: clientOf(address, apiKey, limiter) }),
        (error: unknown) => {
          if (!(error instanceof KeyError)) throw error
          return { address, apiKey: null, limiter, client: refusingClient(error.message) }
        },
      )
      known.set(account.accountId, { changedAt, source })
      return source
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function clientOf({ baseUrl, auth, endpoints }: ApiAddress, apiKey: string, limiter: RateLimiter): BarrackClient {
  return createBarrackClient({ baseUrl, apiKey, authHeader: auth.header, authScheme: auth.scheme, endpoints, limiter })
}

/** What is asked without a key: nothing is sent, and every answer says why. */
function refusingClient(why: string): BarrackClient {
  const refuse = () => Promise.reject(new BarrackError('unauthorized', why))
  return {
    requests: 0,
    read: refuse,
    page: refuse,
    machine: refuse,
    // eslint-disable-next-line require-yield -- Refuses before its first page.
    async *pages() {
      await refuse()
    },
  }
}

/** The days of history that the demo has at its first start. */
const DEMO_DAYS = 183
const DAY_MS = 86_400_000

async function demoSources({ clock, config }: House, dataDir: string): Promise<Sources> {
  const now = clock()
  const running = await startSandboxWorker({
    account: 'demo',
    ...demoAccount(dataDir, now),
    ...(config.now === null ? {} : { now }),
  })
  const address = { baseUrl: running.url, auth: DEFAULT_AUTH, endpoints: {}, maxPerMinute: null }
  const limiter = createRateLimiter(null)
  const source = { address, apiKey: 'demo', limiter, client: clientOf(address, 'demo', limiter) }
  return {
    of: () => Promise.resolve(source),
    async step(to) {
      const body = to === null ? { mode: 'real' } : { now: new Date(to).toISOString() }
      const response = await fetch(`${running.url}/_sandbox/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`The sandbox's clock: ${response.status} ${await response.text()}`)
      await response.body?.cancel()
    },
    [Symbol.asyncDispose]: () => running.close(),
  }
}

interface DemoAccount {
  readonly seed: number
  readonly firstDay: string
}

/** What the demo account was made from; kept beside its store, so that it is the same account at every start. */
function demoAccount(dataDir: string, now: number): DemoAccount {
  const file = join(dataDir, 'demo-account.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoAccount
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const account = { seed: 1, firstDay: new Date(now - DEMO_DAYS * DAY_MS).toISOString().slice(0, 10) }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, `${JSON.stringify(account)}\n`)
  return account
}
