import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/open-store.ts'
import type { StoreOptions } from '../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { ingestInChild, leftBehind, type KillMoment } from '../support/killed-ingest.ts'
import { emptyPostgres } from '../support/stores.ts'

const AT = Date.parse('2026-03-20T10:00:00Z')
/** Somewhere in the run and past its end, by the clock and between two statements; `npm run bench -- kills` tries them all. */
const KILLS: KillMoment[] = [{ afterMs: 20 }, { boundary: 41 }, { boundary: 134 }, { afterMs: 700 }]

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

  async function read(options: StoreOptions): Promise<string> {
    const store = await openStore(options)
    const left = await leftBehind(store)
    await store.close()
    return left
  }

  test('leaves after the next run what one that was never killed leaves', async () => {
    const input = (store: StoreOptions) => ({ store, url: sandbox.url, at: AT })
    const untouched = await open()
    await ingestInChild(input(untouched.options))
    const wanted = await read(untouched.options)
    await untouched.remove()

    const killed = await open()
    const ends = []
    for (const kill of KILLS) ends.push((await ingestInChild(input(killed.options), kill)).end)
    expect(ends.slice(1, 3)).toEqual(['killed', 'killed'])
    expect((await ingestInChild(input(killed.options))).end).toBe('done')
    expect(await read(killed.options)).toBe(wanted)
    await killed.remove()
  })
})
