import { sql, type Kysely } from 'kysely'

/**
 * The first house: accounts, what was observed, what was billed, what it was apportioned to.
 * `account_id` leads every key (a cluster can distribute by it); what grows with time is partitioned by month.
 * A partition is made by the store when a row of that month is about to be written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table account (
    account_id integer generated always as identity primary key,
    slug text not null unique,
    name text not null,
    kind text not null check (kind in ('demo', 'real')),
    zone text not null,
    created_at timestamptz not null,
    notes jsonb not null default '{}'
  )`,

  `create table job (
    account_id integer not null references account,
    job_id bigint generated always as identity,
    kind text not null,
    status text not null check (status in ('queued', 'running', 'done', 'failed')),
    input jsonb not null default '{}',
    progress jsonb,
    result jsonb,
    error text,
    requested_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    primary key (account_id, job_id)
  )`,
  `create index job_open on job (status, requested_at) where status in ('queued', 'running')`,

  `create table ingest_run (
    account_id integer not null references account,
    run_id bigint generated always as identity,
    started_at timestamptz not null,
    finished_at timestamptz,
    status text not null check (status in ('running', 'ok', 'partial', 'failed')),
    requests integer not null default 0,
    primary key (account_id, run_id)
  )`,
  `create table ingest_source (
    account_id integer not null,
    run_id bigint not null,
    source text not null,
    fetched integer not null,
    inserted integer not null,
    updated integer not null,
    unchanged integer not null,
    quarantined integer not null,
    error text,
    finished_at timestamptz not null,
    primary key (account_id, run_id, source),
    foreign key (account_id, run_id) references ingest_run
  )`,
  // The moment at which a source was last read to its end, and where to go on; moves with the rows it speaks of.
  `create table source_cursor (
    account_id integer not null references account,
    source text not null,
    read_at timestamptz not null,
    cursor jsonb not null default '{}',
    primary key (account_id, source)
  )`,
  `create table quarantine (
    account_id integer not null references account,
    source text not null,
    fingerprint text not null,
    reason text not null,
    payload jsonb not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    resolved_at timestamptz,
    primary key (account_id, source, fingerprint)
  )`,

  `create table region (
    account_id integer not null references account,
    region text not null,
    country text,
    status text,
    tiers text[] not null default '{}',
    raw jsonb not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    primary key (account_id, region)
  )`,
  `create table gpu_spec (
    account_id integer not null references account,
    gpu_model text not null,
    tier text not null,
    gpu_count integer not null,
    vcpus integer,
    ram_gb integer,
    root_disk_gb integer,
    ephemeral_gb integer,
    vram_gb integer,
    can_hibernate boolean,
    regions text[] not null default '{}',
    raw jsonb not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    primary key (account_id, gpu_model, tier, gpu_count)
  )`,

  `create table price_version (
    account_id integer not null references account,
    sku text not null,
    currency text not null,
    valid_from timestamptz not null,
    valid_to timestamptz,
    price numeric(38, 12) not null,
    unit text not null,
    max_count integer,
    source text not null check (source in ('observed', 'imported', 'documented')),
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    primary key (account_id, sku, currency, valid_from)
  )`,

  `create table balance_observation (
    account_id integer not null references account,
    currency text not null,
    observed_at timestamptz not null,
    balance numeric(38, 12) not null,
    primary key (account_id, currency, observed_at)
  )`,
  `create table stock_observation (
    account_id integer not null references account,
    observed_at timestamptz not null,
    region text not null,
    gpu_model text not null,
    available integer,
    available_is_floor boolean not null,
    available_text text,
    planned_7_days text,
    planned_30_days text,
    planned_100_days text,
    configurations jsonb not null default '{}',
    primary key (account_id, observed_at, region, gpu_model)
  ) partition by range (observed_at)`,

  `create table resource (
    account_id integer not null references account,
    resource_id text not null,
    resource_type text not null,
    name text not null,
    region text,
    tier text,
    currency text,
    gpu_model text,
    gpu_count integer,
    size_gb bigint,
    volume_type text,
    source_id text,
    status text,
    price_per_hour numeric(38, 12),
    public_ip text,
    created_at timestamptz,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    deleted_seen timestamptz,
    raw jsonb not null default '{}',
    primary key (account_id, resource_id)
  )`,
  // Changes only: a row says 'from this observation on'.
  `create table resource_status (
    account_id integer not null,
    resource_id text not null,
    observed_at timestamptz not null,
    status text not null,
    primary key (account_id, resource_id, observed_at)
  )`,

  `create table billing_record (
    account_id integer not null references account,
    record_id text not null,
    kind text not null check (kind in ('instance', 'volume', 'snapshot')),
    resource_id text not null,
    resource_name text not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    minutes bigint not null,
    per_minute_rate numeric(38, 12),
    total_cost numeric(38, 12) not null,
    currency text not null,
    status text not null,
    tier text,
    gpu_model text,
    gpu_count integer,
    size_gb bigint,
    fingerprint text not null,
    raw jsonb not null,
    first_seen timestamptz not null,
    changed_at timestamptz not null,
    last_seen timestamptz not null,
    primary key (account_id, record_id)
  )`,
  `create index billing_record_by_resource on billing_record (account_id, resource_id, starts_at)`,
  `create index billing_record_open on billing_record (account_id, resource_id) where ends_at is null`,
  `create table billing_record_version (
    account_id integer not null,
    seen_at timestamptz not null,
    record_id text not null,
    ends_at timestamptz,
    minutes bigint not null,
    per_minute_rate numeric(38, 12),
    total_cost numeric(38, 12) not null,
    status text not null,
    raw jsonb not null,
    primary key (account_id, seen_at, record_id)
  ) partition by range (seen_at)`,

  `create table ai_transaction (
    account_id integer not null references account,
    transaction_id text not null,
    model text not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost numeric(38, 12) not null,
    currency text not null,
    created_at timestamptz not null,
    raw jsonb not null,
    first_seen timestamptz not null,
    primary key (account_id, transaction_id)
  )`,

  // One record, one state, one day of the account's zone; a record that changes has its rows replaced.
  `create table charge_day (
    account_id integer not null,
    day date not null,
    record_id text not null,
    state text not null,
    sku text not null,
    resource_id text not null,
    resource_type text not null,
    currency text not null,
    tier text,
    gpu_model text,
    gpu_count integer,
    quantity numeric(38, 12) not null,
    unit text not null,
    seconds bigint not null,
    billed numeric(38, 12) not null,
    expected numeric(38, 12),
    primary key (account_id, day, record_id, state, sku)
  ) partition by range (day)`,
  `create index charge_day_by_record on charge_day (account_id, record_id)`,
  `create index charge_day_by_resource on charge_day (account_id, resource_id, day)`,
  `create table charge_hour (
    account_id integer not null,
    hour timestamptz not null,
    currency text not null,
    region text not null,
    sku text not null,
    state text not null,
    seconds bigint not null,
    billed numeric(38, 12) not null,
    primary key (account_id, hour, currency, region, sku, state)
  ) partition by range (hour)`,

  `create table forecast_run (
    account_id integer not null references account,
    made_at timestamptz not null,
    currency text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    method text not null,
    billed_so_far numeric(38, 12) not null,
    p10 numeric(38, 12) not null,
    p50 numeric(38, 12) not null,
    p90 numeric(38, 12) not null,
    detail jsonb not null default '{}',
    primary key (account_id, made_at, currency, starts_at, ends_at)
  )`,
]
