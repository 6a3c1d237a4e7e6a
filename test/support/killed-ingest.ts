import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import { contextOf } from '../server/fixture.ts'
import { contents } from './ingest-account.ts'
import type { IngestChildInput } from './ingest-child.ts'

const CHILD = join(import.meta.dirname, 'ingest-child.ts')

/** When a run is killed: so many milliseconds after it opened the store, or at a boundary of its statements. */
export type KillMoment = { readonly afterMs: number } | { readonly boundary: number }

export interface ChildRun {
  readonly end: 'done' | 'killed'
  /** Boundaries of statements that it passed, where it came to its end. */
  readonly boundaries: number
  /** From the open store on. */
  readonly ranMs: number
}

/** One ingest in a process of its own, to its end or until it is killed. @throws where it fails by itself. */
export async function ingestInChild(
  input: Omit<IngestChildInput, 'boundary'>,
  kill: KillMoment | null = null,
): Promise<ChildRun> {
  const asked: IngestChildInput = { ...input, ...(kill && 'boundary' in kill && kill) }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(asked)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  const exit = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), exit])
  const opened = performance.now()
  if (kill && 'afterMs' in kill) {
    await Promise.race([delay(kill.afterMs), exit])
    child.kill('SIGKILL')
  }
  const [code, signal] = (await exit) as [number | null, string | null]
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The ingest ended with ${code ?? signal}`)
  const ranMs = performance.now() - opened
  return { end: code === 0 ? 'done' : 'killed', boundaries: Number(/done (\d+)/.exec(said)?.[1] ?? 0), ranMs }
}

const TABLES = [
  'ai_transaction',
  'balance_observation',
  'billing_record',
  'billing_record_version',
  'charge_day',
  'machine_detail',
  'price_version',
  'resource',
  'resource_status',
  'source_cursor',
  'stock_observation',
] as const satisfies (keyof Database)[]

/** All that readings leave behind: the rows of every table that they write, and the bytes of the charges CSV. */
export async function leftBehind(store: Store): Promise<string> {
  const app = createApp(contextOf(store))
  const csv = await app.request('/api/v1/exports/charges.csv?from=2000-01-01&to=2100-01-01')
  return [...(await contents(store, ...TABLES)), await csv.text()].join('\n')
}
