import { sql, type Kysely } from 'kysely'

/** What each machine's own answer told, by the moment from which it was known; what beside the rows of a source failed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ingest_source add note text`.execute(db)
  await sql
    .raw(
      `create table machine_detail (
        account_id integer not null references account,
        resource_id text not null,
        known_at timestamptz not null,
        read_at timestamptz not null,
        listed text not null,
        details jsonb,
        raw jsonb not null default '{}',
        primary key (account_id, resource_id, known_at)
      )`,
    )
    .execute(db)
}
