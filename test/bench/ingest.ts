import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { INGEST_FLAGS } from '../../bin/run.js'
import { openStore } from '../../src/db/open-store.ts'
import type { PostgresOptions, Store, StoreOptions } from '../../src/db/store.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { createDatabase, SCHEMA } from '../support/postgres-databases.ts'
import { rounded, type Bench } from './bench.ts'
import type { IngestTask, IngestTold } from './ingest-process.ts'

const RECORDS = 1_000_000
const IDLE_RECORDS = 100_000
const PGLITE_RECORDS = 100_000
const PER_SECOND_BAR = 15_000
const COPY_BAR = 0.35
const IDLE_BAR_MS = 3000
const RESIDENT_BAR_MB = 300
const GROWTH_BAR_MB = 250

/** Every table that a run writes and that grows with the records. */
const WRITTEN = ['billing_record', 'billing_record_version', 'charge_day', 'resource'] as const

/**
 * From HTTP answers to records, versions and roll-ups: rows a second on Postgres beside a COPY of the very rows that it
 * wrote into empty tables with the same indexes, a run with nothing new, and the embedded store. The ingest is a process
 * of its own with the flags of `qm ingest`, so that its memory is its own.
 */
export const ingest: Bench = async ({ records = RECORDS }) => {
  const postgres = await startEmbeddedPostgres()
  try {
    const large = await onPostgres(postgres.url, records, 1, async (store) => ({
      rows: await countRows(store),
      copyMs: await copyRows(store),
    }))
    const idle = await onPostgres(postgres.url, Math.min(records, IDLE_RECORDS), 2, () => Promise.resolve(null))
    const pgliteRecords = Math.min(records, PGLITE_RECORDS)
    const pglite = await onPglite(pgliteRecords)
    const perSecond = records / (large.told.ms[0]! / 1000)
    const ofCopy = large.found.copyMs / large.told.ms[0]!
    const idleMs = idle.told.ms[1]!
    const residentMb = large.told.peakMb
    const pglitePerSecond = pgliteRecords / (pglite.ms[0]! / 1000)
    const pgliteGrowthMb = pglite.peakMb - pglite.idleMb
    console.error(`rows written: ${JSON.stringify(large.found.rows)}`)
    return {
      n: records,
      figures: {
        perSecond: rounded(perSecond, 0),
        ofCopy: rounded(ofCopy, 3),
        idleMs: rounded(idleMs, 0),
        residentMb: rounded(residentMb, 0),
        pglitePerSecond: rounded(pglitePerSecond, 0),
        pgliteGrowthMb: rounded(pgliteGrowthMb, 0),
      },
      anchor: { copyMs: rounded(large.found.copyMs, 0), pgliteIdleMb: rounded(pglite.idleMb, 0) },
      pass:
        perSecond >= PER_SECOND_BAR &&
        ofCopy >= COPY_BAR &&
        idleMs < IDLE_BAR_MS &&
        residentMb < RESIDENT_BAR_MB &&
        pglitePerSecond >= perSecond / 2 &&
        pgliteGrowthMb < GROWTH_BAR_MB,
    }
  } finally {
    await postgres.stop()
  }
}

/** So many ingests of so many records into a database of its own, and what `find` then finds in it. */
async function onPostgres<Found>(
  url: string,
  records: number,
  runs: number,
  find: (store: Store) => Promise<Found>,
): Promise<{ told: IngestTold; found: Found }> {
  const database = await createDatabase(url)
  const options: PostgresOptions = { kind: 'postgres', url: database.url, schema: SCHEMA, poolSize: 4 }
  try {
    const told = await withPages(records, (pages) => ingestApart({ store: options, url: pages, runs }))
    const store = await openStore(options)
    try {
      return { told, found: await find(store) }
    } finally {
      await store.close()
    }
  } finally {
    await database.drop()
  }
}

/** The store is made by a process before: making one takes more memory than having one open. */
async function onPglite(records: number): Promise<IngestTold> {
  const folder = await mkdtemp('/tmp/qm-bench-')
  const store: StoreOptions = { kind: 'pglite', dataDir: join(folder, 'data') }
  try {
    return await withPages(records, async (url) => {
      await ingestApart({ store, url, runs: 0 })
      return ingestApart({ store, url, runs: 1 })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ingestApart(task: IngestTask): Promise<IngestTold> {
  const script = join(import.meta.dirname, 'ingest-process.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [...INGEST_FLAGS, script, JSON.stringify(task)])
  return JSON.parse(stdout) as IngestTold
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
