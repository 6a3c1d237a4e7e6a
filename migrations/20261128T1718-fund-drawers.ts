import { sql, type Kysely } from 'kysely'

/** Grants may be for owners and cost centers too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `alter table fund
      add column owners jsonb not null default '[]',
      add column cost_centers jsonb not null default '[]'`,
    )
    .execute(db)
}
