import { sql, type Kysely } from 'kysely'

/** Recommendations on storage that somebody does not want; those on sleep are said in the rule of the machine. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table dismissed_recommendation (
        account_id integer not null references account,
        recommendation_id text not null,
        reason text not null,
        said_by text not null,
        said_at timestamptz not null,
        primary key (account_id, recommendation_id)
      )`,
    )
    .execute(db)
}
