import { sql, type Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import { StoreError } from './store-error.ts'

/**
 * Runs the migrations that are missing, all in one transaction, and gives their names in order. Of two starters at once
 * on Postgres the second waits for the first and finds nothing to do.
 * @throws StoreError when the store was written by a newer program, or a migration fails.
 */
export async function migrate<DB>(db: Kysely<DB>, schema: string | null): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    // Named even where it is the default one: kysely looks for its own tables in every schema otherwise.
    migrationTableSchema: schema ?? (await currentSchema(db)),
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error === undefined) return results.map(({ migrationName }) => migrationName)

  const unknown = await unknownMigrations(db)
  if (unknown.length > 0) {
    throw new StoreError(
      `The store holds migrations that this version does not know (${unknown.join(', ')}): a newer Quartermaster wrote it. Update the program, or use another store.`,
    )
  }
  const failed = results.find(({ status }) => status === 'Error')?.migrationName
  throw new StoreError(`The migration ${failed ?? 'of the store'} failed: ${(error as Error).message}`, {
    cause: error,
  })
}

async function currentSchema<DB>(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db)
  return rows[0]?.name ?? 'public'
}

async function unknownMigrations<DB>(db: Kysely<DB>): Promise<string[]> {
  const { rows: found } = await sql<{
    found: boolean
  }>`select to_regclass('kysely_migration') is not null as found`.execute(db)
  if (!found[0]?.found) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !(name in migrations))
}
