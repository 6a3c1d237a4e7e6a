import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import type { Store } from '../../src/db/store.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { createDatabase, SCHEMA } from '../support/postgres-databases.ts'
import { rounded, type Bench } from './bench.ts'

const RECORDS = 1_000_000
const IDLE_RECORDS = 100_000
const PGLITE_RECORDS = 50_000
const PER_SECOND_BAR = 15_000
const COPY_BAR = 0.35
const IDLE_BAR_MS = 3000
const RESIDENT_BAR_MB = 300
const NOW = Date.UTC(2027, 0, 1)

/** Every table that a run writes and that grows with the records. */
const WRITTEN = ['billing_record', 'billing_record_version', 'charge_day', 'resource'] as const

/**
 * From HTTP answers to records, versions and roll-ups: rows a second on Postgres beside a COPY of the very rows that it
 * wrote into empty tables with the same indexes, a run with nothing new, and the embedded store.
 */
export const ingest: Bench = async () => {
  const postgres = await startEmbeddedPostgres()
  try {
    const large = await onPostgres(postgres.url, RECORDS, async (store, ingestMs) => {
      const rows = await countRows(store)
      const copyMs = await copyRows(store)
      return { ingestMs, copyMs, rows }
    })
    const idleMs = await onPostgres(postgres.url, IDLE_RECORDS, async (_store, _ms, again) => again())
    const residentMb = process.resourceUsage().maxRSS / 1024
    const pglite = await onPglite(PGLITE_RECORDS)
    const perSecond = RECORDS / (large.ingestMs / 1000)
    const ofCopy = large.copyMs / large.ingestMs
    console.error(`rows written: ${JSON.stringify(large.rows)}`)
    return {
      n: RECORDS,
      figures: {
        perSecond: rounded(perSecond, 0),
        ofCopy: rounded(ofCopy, 3),
        idleMs: rounded(idleMs, 0),
        pglitePerSecond: rounded(pglite, 0),
        residentMb: rounded(residentMb, 0),
      },
      anchor: { copyMs: rounded(large.copyMs, 0) },
      pass:
        perSecond >= PER_SECOND_BAR &&
        ofCopy >= COPY_BAR &&
        idleMs < IDLE_BAR_MS &&
        pglite >= perSecond / 2 &&
        residentMb < RESIDENT_BAR_MB,
    }
  } finally {
    await postgres.stop()
  }
}

/** One ingest of so many records into a database of its own; `again` runs a second one and gives its milliseconds. */
async function onPostgres<T>(
  url: string,
  records: number,
  then: (store: Store, ingestMs: number, again: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const database = await createDatabase(url)
  const store = await openStore({ kind: 'postgres', url: database.url, schema: SCHEMA, poolSize: 4 })
  try {
    return await withPages(records, async (pages) => {
      const run = await reader(store, pages)
      return await then(store, await run(), run)
    })
  } finally {
    await store.close()
    await database.drop()
  }
}

async function onPglite(records: number): Promise<number> {
  const store = await openStore({ kind: 'pglite', dataDir: null })
  try {
    return await withPages(records, async (pages) => records / ((await (await reader(store, pages))()) / 1000))
  } finally {
    await store.close()
  }
}

/** A migrated store with its machines known; the function ingests the bills and gives the milliseconds that it took. */
async function reader(store: Store, url: string): Promise<() => Promise<number>> {
  await store.migrate()
  const account = await createAccount(store.db, {
    slug: 'bench',
    name: 'Bench',
    kind: 'real',
    zone: 'UTC',
    createdAt: NOW,
  })
  const client = createBarrackClient({ baseUrl: url, apiKey: 'bench', maxPerMinute: null })
  const common = { store, client, account, clock: () => NOW }
  await runIngest({ ...common, sources: ['instances'] })
  return async () => {
    const started = performance.now()
    const { status } = await runIngest({ ...common, sources: ['instance-billing'] })
    if (status !== 'ok') throw new Error(`The run ended as ${status}`)
    return performance.now() - started
  }
}

async function withPages<T>(records: number, work: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'billing-pages.ts'), String(records)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    return await work(`http://127.0.0.1:${port.toString().trim()}`)
  } finally {
    child.kill()
  }
}

async function countRows({ db }: Store): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of WRITTEN) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
    counts[table] = rows[0]!.n
  }
  return counts
}

/** Milliseconds of a COPY of all written rows, from files of the server, into empty tables with the same indexes. */
async function copyRows({ db }: Store): Promise<number> {
  const folder = await mkdtemp('/tmp/qm-bench-')
  const file = (table: string) => sql.lit(join(folder, table))
  try {
    await chmod(folder, 0o777)
    for (const table of WRITTEN) {
      await sql`copy (select * from ${sql.table(table)}) to ${file(table)}`.execute(db)
      await sql`create table ${sql.table(`copy_of_${table}`)} (like ${sql.table(table)} including all)`.execute(db)
    }
    const started = performance.now()
    for (const table of WRITTEN) await sql`copy ${sql.table(`copy_of_${table}`)} from ${file(table)}`.execute(db)
    return performance.now() - started
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
