import { sql, type Kysely } from 'kysely'

/** How many requests the reading of each source took, so that the schedule stays within its share of the limit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ingest_source add requests integer not null default 0`.execute(db)
}
