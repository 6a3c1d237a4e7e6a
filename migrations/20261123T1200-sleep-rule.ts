import { sql, type Kysely } from 'kysely'

/** What owners say about the sleep of their machines: asked once, kept until they say otherwise. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table sleep_rule (
        account_id integer not null references account,
        resource_id text not null,
        rule jsonb not null,
        changed_at timestamptz not null,
        primary key (account_id, resource_id)
      )`,
    )
    .execute(db)
}
