import { sql, type Kysely } from 'kysely'

/** How each account is reached, and what the doctor last found there. An account without a row is that of the settings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // What is null comes from the settings of the process; a sealed key goes to one address alone.
  `create table account_connection (
    account_id integer primary key references account,
    base_url text,
    auth_header text,
    auth_scheme text,
    endpoints jsonb not null default '{}',
    sealed_key text,
    key_variable text,
    changed_at timestamptz not null,
    check (sealed_key is null or key_variable is null),
    check (sealed_key is null or base_url is not null)
  )`,
  // The requests of an account's last minute, handed from process to process: one limit holds for all of them.
  `create table request_window (
    account_id integer primary key references account,
    holder text not null,
    sent_at timestamptz not null,
    requests integer not null
  )`,
  `create table doctor_report (
    account_id integer primary key references account,
    made_at timestamptz not null,
    report jsonb not null
  )`,
]
