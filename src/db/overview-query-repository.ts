import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** The currencies in which anything was charged or held, sorted. */
export async function findCurrencies(db: Connection, accountId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('billing_record')
    .select('currency')
    .where('account_id', '=', accountId)
    .where('total_cost', '<>', '0')
    .union(
      db
        .selectFrom('balance_observation')
        .select('currency')
        .where('account_id', '=', accountId)
        .where('balance', '<>', '0'),
    )
    .union(db.selectFrom('ai_transaction').select('currency').where('account_id', '=', accountId))
    .execute()
  return rows.map((row) => row.currency).sort()
}

/** The regions of the account's resources, sorted; 'unknown' where one was never seen. */
export async function findRegions(db: Connection, accountId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('resource')
    .select(sql<string>`coalesce(region, 'unknown')`.as('region'))
    .distinct()
    .where('account_id', '=', accountId)
    .execute()
  return rows.map((row) => row.region).sort()
}

export interface BalanceRow {
  readonly currency: string
  readonly balance: string
  readonly observedAt: Instant
}

/** The last balance that was read of each wallet: a step of the index for each, however many were ever read. */
export async function latestBalances(db: Connection, accountId: number): Promise<BalanceRow[]> {
  const { rows } = await sql<BalanceRow>`
    with recursive wallet (currency) as (
      select min(currency) from balance_observation where account_id = ${accountId}
      union all
      select (select min(currency) from balance_observation where account_id = ${accountId} and currency > w.currency)
      from wallet w where w.currency is not null
    )
    select w.currency, b.balance, b.observed_at as "observedAt"
    from wallet w
    cross join lateral (
      select balance, observed_at from balance_observation
      where account_id = ${accountId} and currency = w.currency
      order by observed_at desc
      limit 1
    ) b
    order by w.currency`.execute(db)
  return rows
}

/** The balances of all wallets since a moment, oldest first. */
export async function balancesSince(db: Connection, accountId: number, since: Instant): Promise<BalanceRow[]> {
  return db
    .selectFrom('balance_observation')
    .select(['currency', 'balance', 'observed_at as observedAt'])
    .where('account_id', '=', accountId)
    .where('observed_at', '>=', timestamptz(since))
    .orderBy('currency')
    .orderBy('observed_at')
    .execute()
}

/** When each source was last read to its end. */
export async function readingsBySource(db: Connection, accountId: number): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom('source_cursor')
    .select(['source', 'read_at'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map((row) => [row.source, row.read_at]))
}
