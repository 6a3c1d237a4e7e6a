import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { Database } from './schema/database.ts'

export type { Database } from './schema/database.ts'

/** What a repository function needs: the store itself or a transaction of it. */
export type Connection = Kysely<Database> | Transaction<Database>

export interface PgliteOptions {
  readonly kind: 'pglite'
  /** The folder of the data files, made when missing; null keeps all in memory. */
  readonly dataDir: string | null
}

export interface PostgresOptions {
  readonly kind: 'postgres'
  /** A connection URL; `sslmode` and `sslrootcert` mean what they mean to psql. */
  readonly url: string
  /** The schema of every table; made by `migrate` when missing. Default: what the server's search_path says. */
  readonly schema?: string
  /** Connections held at most. Default 10. */
  readonly poolSize?: number
}

export type StoreOptions = PgliteOptions | PostgresOptions

/**
 * A store of either kind. PGlite has one connection: while a transaction is open, queries through `db` wait for its
 * end, so inside `db.transaction().execute(async (tx) => ...)` use `tx` alone, or it waits for itself.
 */
export interface Store {
  readonly kind: StoreOptions['kind']
  readonly db: Kysely<Database>
  /** Of what was known at an earlier moment: the same object for every look at that moment. */
  readonly moment?: object
  /** Runs the migrations that are missing and gives their names. Throws when the store is newer than the program. */
  migrate(): Promise<string[]>
  /**
   * The rows of one query (`builder.compile()`) in batches of 2000, as they were when it began; other queries go on in between. Holds one connection
   * of the pool on Postgres, none on PGlite. `for await` with an early exit frees it.
   */
  stream<Row>(query: CompiledQuery<Row>, batchSize?: number): AsyncIterable<Row[]>
  /** Ends the worker or the pool; a second call does nothing. */
  close(): Promise<void>
}
