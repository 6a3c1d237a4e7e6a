import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createActionClient, type ActionClient } from '../barrack/action-client.ts'
import { createBarrackClient, type BarrackClient, type BarrackClientOptions } from '../barrack/client.ts'
import { startSandboxWorker } from '../sandbox/start-worker.ts'
import type { Product } from './product.ts'

/** Where the figures come from: the configured Barrack, or the sandbox that plays the demo account. */
export interface AccountSource extends AsyncDisposable {
  readonly client: BarrackClient
  /** What changes machines, by its own key; null without it. */
  readonly actions: ActionClient | null
  /** Moves the demo's present to a moment, or back to the real one by null; null for a real account. */
  readonly step: ((to: number | null) => Promise<void>) | null
}

export async function openAccountSource(product: Product): Promise<AccountSource> {
  const { barrack } = product.config
  if (barrack.apiKey === null) return demoSource(product, product.dataDir!)
  const options = {
    baseUrl: barrack.url,
    authHeader: barrack.authHeader,
    authScheme: barrack.authScheme,
    endpoints: barrack.endpoints,
    maxPerMinute: barrack.maxPerMinute,
  }
  const client = createBarrackClient({ ...options, apiKey: barrack.apiKey })
  return {
    client,
    actions: actionsOf(options, barrack.applyKey),
    step: null,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function actionsOf(options: Omit<BarrackClientOptions, 'apiKey'>, applyKey: string | null): ActionClient | null {
  return applyKey === null ? null : createActionClient({ ...options, apiKey: applyKey, keyName: 'BARRACK_APPLY_KEY' })
}

/** The days of history that the demo has at its first start. */
const DEMO_DAYS = 183
const DAY_MS = 86_400_000

async function demoSource({ clock, config }: Product, dataDir: string): Promise<AccountSource> {
  const now = clock()
  const running = await startSandboxWorker({
    account: 'demo',
    ...demoAccount(dataDir, now),
    ...(config.now === null ? {} : { now }),
  })
  return {
    client: createBarrackClient({ baseUrl: running.url, apiKey: 'demo', maxPerMinute: null }),
    actions: actionsOf({ baseUrl: running.url, maxPerMinute: null }, config.barrack.applyKey),
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
