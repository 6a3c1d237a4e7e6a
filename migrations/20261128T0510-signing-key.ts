import { sql, type Kysely } from 'kysely'

/** What links in messages are signed with, the same for every process of a store. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table signing_key (
        name text primary key,
        secret text not null,
        created_at timestamptz not null
      )`,
    )
    .execute(db)
}
