import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'
import { migrate } from './migrator.ts'
import { PostgresClient } from './postgres-client.ts'
import { postgresTypes } from './postgres-types.ts'
import { StoreError } from './store-error.ts'
import type { Database, PostgresOptions, Store } from './store.ts'

const OLDEST = 14

/**
 * The store on a Postgres server.
 * @throws StoreError when it cannot be reached, refuses us or is too old; the message holds no password.
 */
export async function openPostgresStore({ url, schema, poolSize = 10 }: PostgresOptions): Promise<Store> {
  const pool = new pg.Pool({
    Client: PostgresClient,
    connectionString: withPlainSslModes(url),
    max: poolSize,
    types: postgresTypes,
    application_name: 'quartermaster',
    connectionTimeoutMillis: 15_000,
  })
  // A connection that the server ends while it is idle is replaced at its next use; without this it ends the process.
  pool.on('error', () => undefined)
  await checkServer(pool, url)

  const db = new Kysely<Database>({
    dialect: new PostgresDialect({
      pool,
      cursor: Cursor,
      async onCreateConnection(connection) {
        // The text forms that the parsers read do not depend on the server's settings.
        await connection.executeQuery(
          CompiledQuery.raw(
            `select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
                    set_config('search_path', coalesce($1, current_setting('search_path')), false)`,
            [schema === undefined ? null : `"${schema}"`],
          ),
        )
      },
    }),
  })
  let closed: Promise<void> | null = null
  return {
    kind: 'postgres',
    db,
    migrate: () => migrate(db, schema ?? null),
    async *stream(query, batchSize = 2000) {
      for await (const { rows } of db.getExecutor().stream(query, batchSize)) yield rows
    },
    close: () => (closed ??= pool.end()),
  }
}

/** sslmode as libpq reads it: `require` encrypts, `verify-ca` and `verify-full` check with `sslrootcert` as well. */
function withPlainSslModes(url: string): string {
  const parsed = new URL(url)
  if (parsed.searchParams.has('sslmode')) parsed.searchParams.set('uselibpqcompat', 'true')
  return parsed.href
}

async function checkServer(pool: pg.Pool, url: string): Promise<void> {
  let version: number
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num')
    version = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  } catch (error) {
    await pool.end()
    throw new StoreError(`The database ${nameOf(url)} cannot be used: ${reasonOf(error)}. Check DATABASE_URL.`, {
      cause: error,
    })
  }
  if (version >= OLDEST) return
  await pool.end()
  throw new StoreError(`The database ${nameOf(url)} is Postgres ${version}; Quartermaster needs ${OLDEST} or newer.`)
}

/** Host and database of the URL, without user and password. */
function nameOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  return `${decodeURIComponent(pathname.slice(1)) || 'postgres'} on ${host || searchParams.get('host') || 'localhost'}`
}

/** A refused connection to a name with two addresses is an AggregateError without a message of its own. */
function reasonOf(error: unknown): string {
  const errors: unknown[] = error instanceof AggregateError ? (error.errors as unknown[]) : [error]
  return errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ')
}
