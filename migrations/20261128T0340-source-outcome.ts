import { sql, type Kysely } from 'kysely'

/** How a source fared when it was last read is asked for with every overview, of runs that are ever more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index ingest_source_by_source on ingest_source (account_id, source, run_id)`.execute(db)
}
