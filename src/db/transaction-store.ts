import { CompiledQuery } from 'kysely'
import type { Connection, Store } from './store.ts'

/**
 * A transaction as a store, for services that take one: what they read and write is part of it, and nothing is kept of it
 * when it ends (`services/kept.ts` keeps by store). A stream has to be read to its end before the transaction ends.
 */
export function transactionStore({ kind }: Store, tx: Connection): Store {
  const run = (text: string, parameters: readonly unknown[] = []) =>
    tx.executeQuery(CompiledQuery.raw(text, [...parameters]))
  let cursors = 0
  return {
    kind,
    db: tx,
    migrate: () => Promise.reject(new Error('A transaction cannot be migrated')),
    async *stream<Row>({ sql, parameters }: CompiledQuery<Row>, batchSize = 2000) {
      const cursor = `within_${++cursors}`
      await run(`declare ${cursor} no scroll cursor for ${sql}`, parameters)
      for (;;) {
        const { rows } = await run(`fetch ${batchSize} from ${cursor}`)
        if (rows.length > 0) yield rows as Row[]
        if (rows.length < batchSize) break
      }
      await run(`close ${cursor}`)
    },
    close: () => Promise.resolve(),
  }
}
