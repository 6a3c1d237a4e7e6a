import { sql, type Kysely } from 'kysely'

/** What is watched, whom it concerns, and what was found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // One row an account from its first look on; whoever writes alerts holds it.
  `create table alert_setting (
    account_id integer primary key references account,
    quiet_from text,
    quiet_to text,
    digest_at text not null,
    top_up_lead_hours integer not null check (top_up_lead_hours >= 0),
    last_digest_at timestamptz,
    watched_since timestamptz not null,
    first_rates jsonb not null default '{}',
    check ((quiet_from is null) = (quiet_to is null))
  )`,
  `create table alert_rule (
    account_id integer not null references account,
    rule_id integer generated always as identity,
    name text not null,
    watch jsonb not null,
    delivery text not null check (delivery in ('at once', 'digest')),
    channels jsonb not null default '[]',
    stand_ins jsonb not null default '[]',
    stand_in_after_hours integer check (stand_in_after_hours > 0),
    paused boolean not null default false,
    created_at timestamptz not null,
    primary key (account_id, rule_id)
  )`,
  `create table alert (
    account_id integer not null references account,
    alert_id bigint generated always as identity,
    rule_id integer not null,
    kind text not null,
    cause text not null,
    marks jsonb not null,
    told jsonb not null default '[]',
    subject text not null,
    text text not null,
    path text not null,
    facts jsonb not null default '{}',
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    told_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    stand_ins_told_at timestamptz,
    resolved_at timestamptz,
    closed boolean not null default false,
    primary key (account_id, alert_id),
    check ((acknowledged_at is null) = (acknowledged_by is null))
  )`,
  `create unique index alert_open on alert (account_id, rule_id, cause) where resolved_at is null`,
  `create index alert_unclosed on alert (account_id) where not closed`,
]
