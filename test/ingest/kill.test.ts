import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/open-store.ts'
import type { StoreOptions } from '../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { contents } from '../support/ingest-account.ts'
import type { IngestChildInput } from '../support/ingest-child.ts'
import { emptyPostgres } from '../support/stores.ts'

const AT = Date.parse('2026-03-20T10:00:00Z')
const CHILD = join(import.meta.dirname, '../support/ingest-child.ts')
/** Milliseconds after the store was opened at which the process is killed: seeded, all over the run and past its end. */
const KILLS = [20, 110, 330, 700]

const TABLES = [
  'ai_transaction',
  'balance_observation',
  'billing_record',
  'billing_record_version',
  'charge_day',
  'price_version',
  'resource',
  'resource_status',
  'source_cursor',
  'stock_observation',
] as const

const stores: [name: string, open: () => Promise<{ options: StoreOptions; remove: () => Promise<void> }>][] = [
  [
    'PGlite',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'qm-kill-'))
      const remove = () => rm(folder, { recursive: true, force: true })
      return { options: { kind: 'pglite', dataDir: join(folder, 'store') }, remove }
    },
  ],
  [
    'Postgres',
    async () => {
      const database = await emptyPostgres()
      const options: StoreOptions = { kind: 'postgres', url: database.url, schema: 'quartermaster' }
      return { options, remove: () => database.drop() }
    },
  ],
]

describe.each(stores)('an ingest that is killed (%s)', (_, open) => {
  let sandbox: RunningSandbox
  beforeAll(async () => void (sandbox = await startSandbox({ now: AT, firstDay: '2026-03-01', size: 'small' })))
  afterAll(() => sandbox.close())

  /** Runs to its end, or until it is killed so long after it opened the store. */
  async function ingest(store: StoreOptions, killAfter: number | null): Promise<'done' | 'killed'> {
    const input: IngestChildInput = { store, url: sandbox.url, at: AT }
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(input)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = once(child, 'exit')
    await Promise.race([once(child.stdout, 'data'), exit])
    if (killAfter !== null) {
      await Promise.race([delay(killAfter), exit])
      child.kill('SIGKILL')
    }
    const [code] = (await exit) as [number | null]
    if (killAfter === null) expect(code).toBe(0)
    return code === 0 ? 'done' : 'killed'
  }

  async function read(options: StoreOptions): Promise<string[]> {
    const store = await openStore(options)
    const rows = await contents(store, ...TABLES)
    await store.close()
    return rows
  }

  test('leaves after the next run what one that was never killed leaves', async () => {
    const untouched = await open()
    await ingest(untouched.options, null)
    const wanted = await read(untouched.options)
    await untouched.remove()

    const killed = await open()
    const ends = []
    for (const killAfter of KILLS) ends.push(await ingest(killed.options, killAfter))
    expect(ends).toContain('killed')
    await ingest(killed.options, null)
    expect(await read(killed.options)).toEqual(wanted)
    await killed.remove()
  })
})
