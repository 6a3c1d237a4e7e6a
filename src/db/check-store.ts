import { sql } from 'kysely'
import type { Store } from './store.ts'

/**
 * Reads every page of every table, once as it lies and once along an index, and gives a sentence for each table that is
 * damaged. For an embedded store after an unclean end: it does not wait for the disk, so a power cut may lose or tear
 * pages; their checksums tell. Takes about as long as reading the files.
 */
export async function checkStore({ db }: Pick<Store, 'db'>): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`.execute(db)
  const problems: string[] = []
  for (const { name } of tables) {
    try {
      const asItLies = await countRows(db, name, 'enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan')
      const byIndex = await countRows(db, name, 'enable_seqscan')
      if (asItLies !== byIndex) problems.push(`${name}: ${asItLies} rows, but ${byIndex} by its index`)
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`)
    }
  }
  return problems
}

async function countRows(db: Store['db'], table: string, ...without: string[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    for (const way of without) await sql`set local ${sql.raw(way)} = off`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(tx)
    return rows[0]?.count ?? 0
  })
}
