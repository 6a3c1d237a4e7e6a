import { sql, type Kysely } from 'kysely'

/** What may be spent: budgets over and over, and funds that were granted once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table budget (
    account_id integer not null references account,
    budget_id integer generated always as identity,
    name text not null,
    currency text not null,
    period text not null check (period in ('month', 'quarter', 'dates')),
    first_day date not null,
    last_day date,
    amounts jsonb not null,
    scope jsonb not null default '{}',
    note text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (account_id, budget_id),
    unique (account_id, name),
    check (last_day is null or last_day >= first_day),
    check (period <> 'dates' or last_day is not null)
  )`,
  `create table fund (
    account_id integer not null references account,
    fund_id integer generated always as identity,
    name text not null,
    currency text not null,
    amount numeric(38, 12) not null check (amount > 0),
    first_day date not null,
    last_day date not null,
    projects jsonb not null default '[]',
    note text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (account_id, fund_id),
    unique (account_id, name),
    check (last_day >= first_day)
  )`,
]
