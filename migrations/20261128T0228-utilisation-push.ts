import { sql, type Kysely } from 'kysely'

/** Machines tell their own use by a token that can do nothing else; the last sample says whether one is busy now. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table utilisation_hour
      add column samples integer not null default 1,
      add column last_at timestamptz,
      add column last_busy numeric(38, 12)`,
    `create table api_token (
      token_id integer generated always as identity,
      account_id integer not null references account,
      name text not null,
      scope text not null,
      secret_sha256 text not null unique,
      created_by text not null,
      created_at timestamptz not null,
      last_used_at timestamptz,
      revoked_at timestamptz,
      primary key (account_id, token_id)
    )`,
  ])
    await sql.raw(statement).execute(db)
}
