import { sql, type Kysely } from 'kysely'

/**
 * Whose the resources are: the product's own dimensions, because Barrack has no tags. A day without end is stored as
 * infinity, so that every comparison of days holds.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Ordered; without an account a rule is for all of them.
  `create table assignment_rule (
    rule_id integer generated always as identity primary key,
    account_id integer references account,
    position integer not null,
    match jsonb not null,
    from_day date not null,
    to_day date not null,
    parts jsonb not null,
    entered_at timestamptz not null,
    check (from_day < to_day)
  )`,

  // What was said of one resource by hand or in a file; several parts are a shared machine.
  `create table assignment (
    account_id integer not null references account,
    resource_id text not null,
    from_day date not null,
    to_day date not null,
    part integer not null,
    project text,
    owner text,
    cost_center text,
    share numeric(38, 12) not null check (share >= 0),
    source text not null check (source in ('hand', 'file')),
    entered_at timestamptz not null,
    primary key (account_id, resource_id, from_day, part),
    check (from_day < to_day)
  )`,

  // Hours for which a shared machine was used; '' = not told.
  `create table use_hours (
    account_id integer not null references account,
    resource_id text not null,
    day date not null,
    project text not null,
    owner text not null,
    cost_center text not null,
    hours numeric(38, 12) not null check (hours >= 0),
    entered_at timestamptz not null,
    primary key (account_id, resource_id, day, project, owner, cost_center)
  )`,
]
