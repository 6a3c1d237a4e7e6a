import { sql, type Kysely } from 'kysely'

/** How an account is kept in the books of its owner: the entity, its years and weeks, and where bookings go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table account_calendar (
    account_id integer primary key references account,
    entity text,
    fiscal_year_start integer not null default 1 check (fiscal_year_start between 1 and 12),
    week_start integer not null default 1 check (week_start between 1 and 7),
    datev_consultant integer,
    datev_client integer,
    datev_account_length integer not null default 4 check (datev_account_length between 4 and 8)
  )`,

  // Blank is any wallet, any cost centre.
  `create table ledger_account (
    account_id integer not null references account,
    kind text not null,
    currency text not null,
    cost_center text not null,
    account text not null,
    contra_account text not null,
    primary key (account_id, kind, currency, cost_center)
  )`,
]
