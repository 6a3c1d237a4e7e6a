import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount, listAccounts } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store, StoreOptions } from '../../src/db/store.ts'
import { AccountBusyError, runIngest } from '../../src/ingest/run-ingest.ts'
import { draw } from '../../src/sandbox/random.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { ingestInChild, leftBehind, type KillMoment } from '../support/killed-ingest.ts'
import { createDatabase, SCHEMA } from '../support/postgres-databases.ts'
import type { Bench } from './bench.ts'

const AT = Date.parse('2026-03-20T10:00:00Z')
const SEEDED_MOMENTS = 200
/** A run may be over before its moment comes: then another one is drawn. */
const ATTEMPTS = 5
/** A line for every so many kills: the whole takes its time. */
const KILLS_PER_LINE = 50

/** Stores of one kind, each like the migrated one that it was made with. */
interface Shelf {
  readonly name: 'postgres' | 'pglite'
  take(): Promise<{ options: StoreOptions; remove: () => Promise<void> }>
}

/**
 * Kills an ingest with SIGKILL at every boundary of its statements and at seeded moments, each time from an empty store,
 * reads once more, and compares all rows and the charges CSV with those of a run that was never killed.
 */
export const kills: Bench = async () => {
  const sandbox = await startSandbox({ now: AT, firstDay: '2026-03-01', size: 'small' })
  const postgres = await startEmbeddedPostgres()
  const folder = await mkdtemp(join(tmpdir(), 'qm-kills-'))
  const figures: Record<string, number> = {}
  try {
    for (const shelf of [await postgresShelf(postgres.url), await pgliteShelf(folder)]) {
      const { boundaries, killed, differing } = await killAll(shelf, sandbox.url)
      Object.assign(figures, {
        [`${shelf.name}Boundaries`]: boundaries,
        [`${shelf.name}Killed`]: killed,
        [`${shelf.name}Differing`]: differing,
      })
    }
  } finally {
    await sandbox.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    n: SEEDED_MOMENTS,
    figures,
    anchor: {},
    pass: figures.postgresDiffering === 0 && figures.pgliteDiffering === 0,
  }
}

async function killAll(shelf: Shelf, url: string) {
  const untouched = await shelf.take()
  const { boundaries, ranMs } = await ingestInChild({ store: untouched.options, url, at: AT })
  const wanted = await left(untouched.options)
  await untouched.remove()

  const moments: ((attempt: number) => KillMoment)[] = [
    ...Array.from({ length: boundaries }, (_, boundary) => () => ({ boundary })),
    ...Array.from({ length: SEEDED_MOMENTS }, (_, i) => (attempt: number) => ({
      afterMs: Math.floor(draw(1, 'kill', i, attempt) * ranMs),
    })),
  ]
  let killed = 0
  let differing = 0
  for (const [i, momentOf] of moments.entries()) {
    for (let attempt = 0, end = 'done'; end === 'done' && attempt < ATTEMPTS; attempt++) {
      const store = await shelf.take()
      const moment = momentOf(attempt)
      end = (await ingestInChild({ store: store.options, url, at: AT }, moment)).end
      if (end === 'killed') killed++
      if ((await left(store.options, url)) !== wanted) {
        differing++
        console.error(`${shelf.name}: another outcome after a kill at ${JSON.stringify(moment)}`)
      }
      await store.remove()
    }
    if ((i + 1) % KILLS_PER_LINE === 0)
      console.error(`${shelf.name}: ${i + 1} of ${moments.length}, ${killed} killed, ${differing} differing`)
  }
  return { boundaries, killed, differing }
}

/** What stands in a store, with `url` after one more run. */
async function left(options: StoreOptions, url: string | null = null): Promise<string> {
  const store = await openStore(options)
  try {
    if (url !== null) await readOnce(store, url)
    return await leftBehind(store)
  } finally {
    await store.close()
  }
}

async function readOnce(store: Store, url: string): Promise<void> {
  const [account] = await listAccounts(store.db)
  const known =
    account ??
    (await createAccount(store.db, { slug: 'test', name: 'Test', kind: 'real', zone: 'Europe/Oslo', createdAt: AT }))
  const client = createBarrackClient({ baseUrl: url, apiKey: 'a-secret-key', maxPerMinute: null })
  for (;;) {
    try {
      await runIngest({ store, client, account: known, clock: () => AT })
      return
    } catch (error) {
      // A killed process holds its lock until the server has noticed.
      if (!(error instanceof AccountBusyError)) throw error
    }
  }
}

async function postgresShelf(serverUrl: string): Promise<Shelf> {
  const template = await createDatabase(serverUrl)
  await migrated({ kind: 'postgres', url: template.url, schema: SCHEMA })
  return {
    name: 'postgres',
    async take() {
      const database = await createDatabase(serverUrl, template.name)
      return {
        options: { kind: 'postgres', url: database.url, schema: SCHEMA },
        remove: () => database.drop(),
      }
    },
  }
}

async function pgliteShelf(folder: string): Promise<Shelf> {
  const template = join(folder, 'template')
  await migrated({ kind: 'pglite', dataDir: template })
  let taken = 0
  return {
    name: 'pglite',
    async take() {
      const dataDir = join(folder, `store-${++taken}`)
      await cp(template, dataDir, { recursive: true })
      return { options: { kind: 'pglite', dataDir }, remove: () => rm(dataDir, { recursive: true, force: true }) }
    },
  }
}

async function migrated(options: StoreOptions): Promise<void> {
  const store = await openStore(options)
  await store.migrate()
  await store.close()
}
