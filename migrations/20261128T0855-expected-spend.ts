import { sql, type Kysely } from 'kysely'

/**
 * What people say of spend that was not to be expected. Accounts that were watched before there were budgets and
 * anomalies get the rules for them that new ones begin with.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table expected_spend (
    account_id integer not null references account,
    anomaly_id text not null,
    note text,
    said_by text not null,
    said_at timestamptz not null,
    primary key (account_id, anomaly_id)
  )`,
  ...[
    ['Budgets, by what is billed', '{"kind":"budget","budgetId":null,"basis":"actual","percents":[80,100]}'],
    ['Budgets, by the likely forecast', '{"kind":"budget","budgetId":null,"basis":"p50","percents":[100]}'],
    ['Grants that may not last', '{"kind":"fund","fundId":null,"underPercent":50}'],
    ['Spend was not to be expected', '{"kind":"anomaly","currency":null,"leastPercent":2}'],
    ['A wallet falls without a bill', '{"kind":"wallet-fall","currency":null}'],
  ].map(
    ([name, watch]) => `insert into alert_rule (account_id, name, watch, delivery, created_at)
      select account_id, '${name}', '${watch}'::jsonb, 'digest', watched_since from alert_setting setting
      where not exists (select from alert_rule rule where rule.account_id = setting.account_id and rule.name = '${name}')`,
  ),
]
