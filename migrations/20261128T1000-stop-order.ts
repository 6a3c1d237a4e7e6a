import { sql, type Kysely } from 'kysely'

/** Which machines stop first where a wallet has to last, as the account said it last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table stop_order (
        account_id integer primary key references account,
        first jsonb not null,
        keep jsonb not null,
        changed_at timestamptz not null
      )`,
    )
    .execute(db)
}
