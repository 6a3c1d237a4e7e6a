import { sql, type Kysely } from 'kysely'

/** How the machines of an account are advised on; 'leave it on until' becomes a plan like any other exception. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table planning_setting (
      account_id integer primary key references account,
      settings jsonb not null,
      changed_at timestamptz not null
    )`,
    `insert into plan (account_id, who_kind, who_name, what, starts_at, ends_at, source, proposed_by, proposed_at, approved_by, approved_at)
      select r.account_id, 'machine', r.resource_id, '{"kind": "keep-on"}', r.changed_at,
        ((r.rule->>'keepUntil')::date + 1)::timestamp at time zone a.zone, 'typed', 'the owner', r.changed_at, 'the owner', r.changed_at
      from sleep_rule r
      join account a on a.account_id = r.account_id
      where r.rule->>'keepUntil' is not null
        and ((r.rule->>'keepUntil')::date + 1)::timestamp at time zone a.zone > r.changed_at`,
    `update sleep_rule set rule = rule - 'keepUntil'`,
  ])
    await sql.raw(statement).execute(db)
}
