import { sql, type Kysely } from 'kysely'

/**
 * Credit that was bought or given: Barrack tells the balance alone, so a person says what its rises were. Sources of the
 * Purchase and Tax rows of FOCUS.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table top_up (
    account_id integer not null references account,
    top_up_id integer generated always as identity,
    currency text not null,
    day date not null,
    credited_at timestamptz,
    kind text not null check (kind in ('top-up', 'voucher', 'adjustment')),
    net numeric(38, 12) not null,
    tax numeric(38, 12) not null default 0,
    tax_name text,
    receipt text,
    receipt_day date,
    fund text,
    note text,
    source text not null check (source in ('confirmed', 'typed', 'file')),
    entered_at timestamptz not null,
    primary key (account_id, top_up_id)
  )`,
  `create unique index top_up_by_receipt on top_up (account_id, currency, receipt) where receipt is not null`,
]
