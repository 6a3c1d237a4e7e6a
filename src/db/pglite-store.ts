import { CompiledQuery, Kysely, PGliteDialect, type PGlite } from 'kysely'
import { isCopy } from './copy-rows.ts'
import { migrate } from './migrator.ts'
import type { PgliteSession } from './pglite-session.ts'
import type { Database, Store } from './store.ts'

/** The store over one open PGlite. Kysely lets one caller at a time have its one connection. */
export function pgliteStore(session: PgliteSession): Store {
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: kyselyClient(session) }) })
  let cursors = 0
  let closed: Promise<void> | null = null
  return {
    kind: 'pglite',
    db,
    migrate: () => migrate(db, null),
    /**
     * A held cursor: its rows are kept aside when it is declared (past a few MB in a file), so no transaction stays
     * open and others take their turn between two batches.
     */
    async *stream({ sql, parameters }, batchSize = 2000) {
      const cursor = `stream_${++cursors}`
      await db.executeQuery(
        CompiledQuery.raw(`declare ${cursor} no scroll cursor with hold for ${sql}`, [...parameters]),
      )
      try {
        for (;;) {
          const { rows } = await db.executeQuery(CompiledQuery.raw(`fetch ${batchSize} from ${cursor}`))
          if (rows.length > 0) yield rows as never
          if (rows.length < batchSize) return
        }
      } finally {
        await db.executeQuery(CompiledQuery.raw(`close ${cursor}`))
      }
    },
    close: () => (closed ??= db.destroy().then(() => session.close())),
  }
}

/** What kysely's dialect asks of a PGlite; its transactions become plain statements. */
function kyselyClient(session: PgliteSession): PGlite {
  const query: PGlite['query'] = async (sql, parameters = []) => {
    // The session may be in another thread, where no generator can go.
    const given = isCopy(sql) ? [[...(parameters[0] as Iterable<Uint8Array>)]] : parameters
    const result = await session.query(sql, given)
    return { ...result, rows: result.rows as never[], fields: [] }
  }
  const rollback = async () => {
    await session.query('rollback', [])
  }
  return {
    ready: true,
    waitReady: Promise.resolve(),
    // Closed by the store: the session may never have been used through kysely.
    closed: false,
    close: () => Promise.resolve(),
    query,
    async transaction(work) {
      await session.query('begin', [])
      let result
      try {
        result = await work({ query, rollback })
      } catch (error) {
        await rollback()
        throw error
      }
      const { command } = await session.query('commit', [])
      if (command === 'ROLLBACK') throw Object.assign(new Error('The transaction was rolled back'), { code: '25P02' })
      return result
    },
  }
}
