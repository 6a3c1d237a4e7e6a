import { sql, type Kysely } from 'kysely'

/** What is planned: who, what, when and from where. A plan that is taken back stays, with who took it back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table plan (
        plan_id integer generated always as identity,
        account_id integer not null references account,
        who_kind text not null check (who_kind in ('account', 'machine', 'owner', 'project')),
        who_name text,
        what jsonb not null,
        starts_at timestamptz not null,
        ends_at timestamptz,
        week jsonb,
        source text not null check (source in ('typed', 'schedule', 'scenario', 'demand')),
        reason text,
        proposed_by text not null,
        proposed_at timestamptz not null,
        approved_by text,
        approved_at timestamptz,
        withdrawn_by text,
        withdrawn_at timestamptz,
        primary key (account_id, plan_id),
        check ((who_kind = 'account') = (who_name is null)),
        check (ends_at > starts_at),
        check ((approved_by is null) = (approved_at is null)),
        check ((withdrawn_by is null) = (withdrawn_at is null))
      )`,
    )
    .execute(db)
}
