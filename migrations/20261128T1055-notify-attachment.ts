import { sql, type Kysely } from 'kysely'

/** Files that go with messages, such as the report of a month with its mail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table notify_attachment (
        account_id integer not null,
        message_id bigint not null,
        file_name text not null,
        media_type text not null,
        content bytea not null,
        primary key (account_id, message_id),
        foreign key (account_id, message_id) references notify_message on delete cascade
      )`,
    )
    .execute(db)
}
