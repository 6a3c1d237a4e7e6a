import { sql, type Kysely } from 'kysely'

/**
 * Everything that was ever known stays, with the moment from which it was: a value of a record is whole in its version,
 * a resource has versions too, and what a later word replaces (prices of a file, contracts, uses of AI models, rows that
 * were set aside twice) is put beside. What charges were made with is written down each time they are made anew.
 *
 * The roll-up by hour goes: nothing read it, and each reading of an open record moved all of its hours.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `drop table charge_hour`,

  // Known at: when we took it, which is later than when it was seen where it comes from a saved answer.
  `alter table billing_record_version
    add column known_at timestamptz,
    add column confirmed_at timestamptz,
    add column kind text,
    add column resource_id text,
    add column resource_name text,
    add column starts_at timestamptz,
    add column currency text,
    add column tier text,
    add column gpu_model text,
    add column gpu_count integer,
    add column size_gb bigint`,
  `update billing_record_version v set known_at = v.seen_at,
      confirmed_at = case when v.seen_at = b.changed_at and b.last_seen > b.changed_at then b.last_seen end,
      kind = b.kind, resource_id = b.resource_id, resource_name = b.resource_name, starts_at = b.starts_at,
      currency = b.currency, tier = b.tier, gpu_model = b.gpu_model, gpu_count = b.gpu_count, size_gb = b.size_gb
    from billing_record b where b.account_id = v.account_id and b.record_id = v.record_id`,
  `alter table billing_record_version
    alter column known_at set not null,
    alter column kind set not null,
    alter column resource_id set not null,
    alter column resource_name set not null,
    alter column starts_at set not null,
    alter column currency set not null`,
  // By record, for its history; the answer itself stands in the version alone.
  `alter table billing_record_version drop constraint billing_record_version_pkey`,
  `alter table billing_record_version add primary key (account_id, record_id, seen_at)`,
  `alter table billing_record drop column raw`,
  // Checked for each row of millions, and it cannot fail: whoever writes holds the account.
  `alter table billing_record drop constraint billing_record_account_id_fkey`,

  // A record's days are found by the record, a report's rows by their day.
  `alter table charge_day drop constraint charge_day_pkey`,
  `drop index charge_day_by_record`,
  `drop index charge_day_by_resource`,
  `alter table charge_day add primary key (account_id, record_id, day, state, sku)`,
  `create index charge_day_by_day on charge_day (account_id, day)`,
  // Whether the amount of the day rests on a guess at when within some days the machine slept.
  `alter table charge_day add column inferred boolean not null default false`,

  `create table resource_version (
    account_id integer not null references account,
    resource_id text not null,
    known_at timestamptz not null,
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
    typed jsonb not null default '{}',
    primary key (account_id, resource_id, known_at)
  )`,
  // Which of its facts people typed, because no list tells them any more: {"region": {"by": ..., "at": ...}}.
  `alter table resource add column typed jsonb not null default '{}'`,
  `insert into resource_version
    select account_id, resource_id, first_seen, resource_type, name, region, tier, currency, gpu_model, gpu_count, size_gb,
      volume_type, source_id, status, price_per_hour, public_ip, created_at, first_seen, last_seen, deleted_seen, typed
    from resource`,

  `create table ai_transaction_version (
    account_id integer not null references account,
    transaction_id text not null,
    known_at timestamptz not null,
    model text not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost numeric(38, 12) not null,
    currency text not null,
    created_at timestamptz not null,
    raw jsonb not null,
    primary key (account_id, transaction_id, known_at)
  )`,
  `insert into ai_transaction_version
    select account_id, transaction_id, first_seen, model, input_tokens, output_tokens, cost, currency, created_at, raw
    from ai_transaction`,
  `alter table ai_transaction drop column raw`,

  `create table price_version_past (like price_version)`,
  `alter table price_version_past add column replaced_at timestamptz not null`,
  `create index price_version_past_by_account on price_version_past (account_id, replaced_at)`,
  `create table price_override_past (like price_override)`,
  `alter table price_override_past add column replaced_at timestamptz not null`,
  `create index price_override_past_by_account on price_override_past (account_id, replaced_at)`,
  `alter table quarantine add column opened_at timestamptz`,
  `update quarantine set opened_at = first_seen`,
  `alter table quarantine alter column opened_at set not null`,
  `create table quarantine_past (like quarantine)`,
  `create index quarantine_past_by_account on quarantine_past (account_id, resolved_at)`,

  // What the charges were made with from a moment on.
  `create table rating_basis (
    account_id integer not null references account,
    since timestamptz not null,
    zone text not null,
    snapshot_rule text not null,
    gb_per_tb integer not null,
    hibernation_rule text not null,
    primary key (account_id, since)
  )`,
]
