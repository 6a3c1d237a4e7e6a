import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { openStore } from '../../src/db/open-store.ts'
import { parsers } from '../../src/db/parsers.ts'
import { pgliteSession } from '../../src/db/pglite-session.ts'
import { pgliteStore } from '../../src/db/pglite-store.ts'
import type { Store } from '../../src/db/store.ts'
import { createDatabase, SCHEMA, type TestDatabase } from './postgres-databases.ts'

export interface TestStore {
  readonly name: string
  readonly kind: Store['kind']
  /** A migrated, empty store; `close` takes it away. */
  readonly open: () => Promise<Store>
}

/**
 * Both stores, for `describe.each(STORES)('... ($name)', ({ open }) => ...)`. Open one for a file (`beforeAll`) and
 * `clear` it between tests: opening takes about half a second on PGlite.
 */
export const STORES: readonly TestStore[] = [
  { name: 'PGlite', kind: 'pglite', open: openPglite },
  { name: 'Postgres', kind: 'postgres', open: openPostgres },
]

/** PGlite in this thread, restored from the dump: a worker more for each test file would cost memory for nothing. */
async function openPglite(): Promise<Store> {
  const loadDataDir = new Blob([await readFile(inject('pgliteDump'))])
  return pgliteStore(pgliteSession(await PGlite.create({ loadDataDir, parsers: { ...parsers } })))
}

async function openPostgres(): Promise<Store> {
  const database = await createDatabase(inject('postgresUrl'), inject('postgresTemplate'))
  const store = await openStore({ kind: 'postgres', url: database.url, schema: SCHEMA, poolSize: 4 })
  return {
    ...store,
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

/** A database of the test server without a table, for what opens its store by its URL. */
export async function emptyPostgres(): Promise<TestDatabase> {
  return createDatabase(inject('postgresUrl'))
}

/** Takes every row out and starts every identity at 1 again; partitions stay. */
export async function clear({ db }: Store): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema() and tablename not like 'kysely%'`.execute(
    db,
  )
  await sql`truncate ${sql.join(rows.map(({ name }) => sql.table(name)))} restart identity cascade`.execute(db)
}
