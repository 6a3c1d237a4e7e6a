import { sql, type Kysely } from 'kysely'

/** Closed months keep as well of which charges it was a guess on which day they lay. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table closed_charge add inferred boolean not null default false`).execute(db)
}
