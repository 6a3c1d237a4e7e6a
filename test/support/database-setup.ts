import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { openStore } from '../../src/db/open-store.ts'
import { pgliteSession } from '../../src/db/pglite-session.ts'
import { pgliteStore } from '../../src/db/pglite-store.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { createDatabase, SCHEMA, type TestDatabase } from './postgres-databases.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A file with a migrated, empty PGlite. */
    pgliteDump: string
    /** A Postgres server on which databases may be created. */
    postgresUrl: string
    /** A database of it, migrated and empty, to be copied. */
    postgresTemplate: string
  }
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations')
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/quartermaster-test')

let stop: () => Promise<void> = () => Promise.resolve()

/** Before all database tests: a migrated store of each kind that every test file copies in a fraction of a second. */
export async function setup(project: TestProject): Promise<void> {
  const [dump] = await Promise.all([pgliteDump(), startPostgres(project)])
  project.provide('pgliteDump', dump)
}

export async function teardown(): Promise<void> {
  await stop()
}

async function startPostgres(project: TestProject): Promise<void> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startEmbeddedPostgres()
  let template: TestDatabase | null = null
  stop = async () => {
    await template?.drop()
    await server.stop()
  }
  template = await createDatabase(server.url)
  const store = await openStore({ kind: 'postgres', url: template.url, schema: SCHEMA, poolSize: 1 })
  await store.migrate()
  await store.close()
  project.provide('postgresUrl', server.url)
  project.provide('postgresTemplate', template.name)
}

/** The first start of a PGlite takes seconds, so its dump is kept for as long as no migration changes. */
async function pgliteDump(): Promise<string> {
  const key = createHash('sha256')
  for (const file of ['../package-lock.json', ...(await readdir(MIGRATIONS)).sort()]) {
    key.update(await readFile(join(MIGRATIONS, file)))
  }
  const path = join(CACHE, `pglite-${key.digest('hex').slice(0, 16)}.tar`)
  if (existsSync(path)) return path

  const pglite = await PGlite.create()
  await pgliteStore(pgliteSession(pglite)).migrate()
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  await mkdir(CACHE, { recursive: true })
  await writeFile(`${path}.${process.pid}`, new Uint8Array(await dump.arrayBuffer()))
  await rename(`${path}.${process.pid}`, path)
  return path
}
