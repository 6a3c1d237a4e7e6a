import { sql, type Kysely } from 'kysely'

/** What is to be done to machines by their plans, how far each has come, and a log of everything that was done or not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table sleep_action (
      action_id integer generated always as identity,
      account_id integer not null references account,
      resource_id text not null,
      plan_id integer not null,
      action text not null check (action in ('hibernate', 'restore')),
      edge_at timestamptz not null,
      due_at timestamptz not null,
      until_at timestamptz,
      state text not null check (state in ('planned', 'waiting', 'asked', 'done', 'skipped', 'failed', 'cancelled')),
      detail text,
      tries integer not null default 0,
      next_try_at timestamptz not null,
      planned_at timestamptz not null,
      reminded_at timestamptz,
      asked_at timestamptz,
      finished_at timestamptz,
      primary key (account_id, action_id),
      unique (account_id, resource_id, action, edge_at)
    )`,
    `create index sleep_action_open on sleep_action (account_id, next_try_at) where finished_at is null`,
    `create table audit (
      audit_id integer generated always as identity,
      account_id integer not null references account,
      at timestamptz not null,
      actor text not null,
      event text not null,
      resource_id text,
      plan_id integer,
      detail text not null,
      primary key (account_id, audit_id)
    )`,
  ])
    await sql.raw(statement).execute(db)
}
