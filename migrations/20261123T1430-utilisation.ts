import { sql, type Kysely } from 'kysely'

/** How busy a machine's GPUs were, hour by hour, as the user's own measurements say; only weeks that count are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table utilisation_hour (
        account_id integer not null references account,
        resource_id text not null,
        hour timestamptz not null,
        busy numeric(38, 12) not null check (busy between 0 and 1),
        primary key (account_id, resource_id, hour)
      )`,
    )
    .execute(db)
}
