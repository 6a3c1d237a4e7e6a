import { sql, type Kysely } from 'kysely'

/** Named changes of the plan, to be compared again later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table scenario (
        scenario_id integer generated always as identity primary key,
        account_id integer not null references account,
        name text not null,
        changes jsonb not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        unique (account_id, name)
      )`,
    )
    .execute(db)
}
