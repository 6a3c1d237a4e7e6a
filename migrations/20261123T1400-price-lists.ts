import { sql, type Kysely } from 'kysely'

/**
 * What is known of prices from elsewhere than the account's API: what it agreed on, what its own work gets out of a GPU,
 * and exchange rates. Dated lists go beside the observed ones, in price_version.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // A price, or a discount on whatever the list says; the star of a sku stands for many.
  `create table price_override (
    account_id integer not null references account,
    sku text not null,
    currency text not null,
    valid_from timestamptz not null,
    valid_to timestamptz,
    price numeric(38, 12),
    unit text,
    discount_basis_points integer,
    entered_at timestamptz not null,
    primary key (account_id, sku, currency, valid_from),
    check ((price is null) = (unit is null)),
    check ((price is null) <> (discount_basis_points is null))
  )`,

  // Units of a currency for one euro, as the ECB published them: the same for every account.
  `create table exchange_rate (
    day date not null,
    currency text not null,
    per_euro numeric(38, 12) not null,
    primary key (day, currency)
  )`,
  `create table typed_rate (
    account_id integer not null references account,
    month text not null,
    from_currency text not null,
    to_currency text not null,
    rate numeric(38, 12) not null,
    entered_at timestamptz not null,
    primary key (account_id, month, from_currency, to_currency)
  )`,

  `create table gpu_throughput (
    account_id integer not null references account,
    workload text not null,
    gpu_model text not null,
    gpu_count integer not null,
    unit text not null check (unit in ('tokens', 'samples')),
    per_second double precision not null,
    entered_at timestamptz not null,
    primary key (account_id, workload, gpu_model, gpu_count, unit)
  )`,
]
