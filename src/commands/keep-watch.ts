import { setTimeout as delay } from 'node:timers/promises'
import { listAccounts, type Account } from '../db/account-repository.ts'
import type { AlertKind } from '../engine/alert/index.ts'
import type { IngestReport, SourceName } from '../ingest/ingest-report.ts'
import { watchAccount } from '../server/alerts/watch.ts'
import { appContext, type Product } from './product.ts'

/** What a source is news for. */
const KINDS: Partial<Readonly<Record<SourceName, readonly AlertKind[]>>> = {
  balance: ['depletion'],
  instances: ['depletion', 'burn-guard'],
  'instance-billing': ['budget', 'fund', 'anomaly', 'wallet-fall'],
  'gpu-stocks': ['stock-back'],
  pricing: ['price-change'],
}

/** Looks at an account after a reading for whatever its sources are news for; what goes wrong is logged. */
export async function watchAfterReading(product: Product, account: Account, report: IngestReport): Promise<void> {
  const read = Object.entries(report.sources).filter(([, { error }]) => error === null)
  const kinds = read.flatMap(([source]) => KINDS[source as SourceName] ?? [])
  await look(product, account, [...kinds, 'ingest-stale'])
}

/** Looks for what burns, while the rest of the account is still being read: a leaked key does not wait for bills. */
export const watchForBurn = (product: Product, account: Account): Promise<void> =>
  look(product, account, ['burn-guard'])

async function look(product: Product, account: Account, kinds: readonly AlertKind[]): Promise<void> {
  try {
    await watchAccount(appContext(product, null), account, new Set(kinds))
  } catch (error) {
    product.log.error({ error, account: account.slug }, 'the alerts could not be looked after')
  }
}

export interface Watching {
  stop(): Promise<void>
}

const TURN_MS = 60_000

/** What is due by the clock alone: digests, stand-ins, the end of quiet hours, figures that grow old. */
export function keepWatch(product: Product): Watching {
  const stopping = new AbortController()
  const turn = async () => {
    for (const account of await listAccounts(product.store.db)) await look(product, account, ['ingest-stale'])
  }
  const pause = () => delay(TURN_MS, true, { signal: stopping.signal }).catch(() => false)
  const loop = async () => {
    while (await pause()) await turn().catch((error: unknown) => product.log.error({ error }, 'no alerts'))
  }
  const looping = loop()
  return {
    async stop() {
      stopping.abort()
      await looping
    },
  }
}
