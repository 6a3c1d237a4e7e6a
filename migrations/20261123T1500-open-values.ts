import { sql, type Kysely } from 'kysely'

/** The values that a record had while it was open: they tell when a machine slept whose one record goes on through it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create index billing_record_version_open on billing_record_version (account_id, record_id, status)
        where ends_at is null`,
    )
    .execute(db)
}
