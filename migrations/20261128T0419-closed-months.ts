import { sql, type Kysely } from 'kysely'

/**
 * Months that were closed: what they were charged and whose it was, as it stood, so that nothing that is read or said
 * later changes them. Months are closed in order, so that one day divides what is kept from what is open.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table closed_month (
    account_id integer not null references account,
    month text not null,
    from_day date not null,
    to_day date not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    zone text not null,
    closed_at timestamptz not null,
    closed_by text not null,
    open_items jsonb not null,
    statement jsonb not null,
    rates jsonb not null,
    primary key (account_id, month)
  )`,

  // A charge of the month, or the change of a charge of an earlier one, by account day, UTC day and part.
  `create table closed_charge (
    account_id integer not null,
    month text not null,
    day date not null,
    of_day date not null,
    utc_day date not null,
    record_id text not null,
    state text not null,
    sku text not null,
    part integer not null,
    resource_id text not null,
    resource_type text not null,
    resource_name text not null,
    region text,
    currency text not null,
    tier text,
    gpu_model text,
    gpu_count integer,
    quantity numeric(38, 12) not null,
    unit text not null,
    seconds bigint not null,
    billed numeric(38, 12) not null,
    expected numeric(38, 12),
    project text,
    owner text,
    cost_center text,
    cause text,
    primary key (account_id, month, day, record_id, of_day, state, sku, utc_day, part)
  )`,
  `create index closed_charge_by_record on closed_charge (account_id, record_id, of_day)`,

  // Whose each resource was on the days of all closed months.
  `create table closed_assignment (
    account_id integer not null references account,
    key text not null,
    from_day date not null,
    to_day date not null,
    part integer not null,
    share numeric(38, 12) not null,
    project text,
    owner text,
    cost_center text,
    primary key (account_id, key, from_day, part)
  )`,

  // The files of a month as they were, compressed, with their SHA-256.
  `create table closed_file (
    account_id integer not null,
    month text not null,
    name text not null,
    sha256 text not null,
    bytes bigint not null,
    content bytea not null,
    primary key (account_id, month, name),
    foreign key (account_id, month) references closed_month
  )`,
]
