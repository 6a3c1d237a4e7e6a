import { sql } from 'kysely'
import { parsePicos, type Instant, type UsageCost } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'

/** What AI models cost by quarters of an hour since a moment, in the order of time. */
export async function findUsageCosts(db: Connection, accountId: number, since: Instant): Promise<UsageCost[]> {
  const { rows } = await sql<{ model: string; currency: string; at: Instant; cost: string }>`
    select model, currency, date_bin('15 minutes', created_at, timestamptz '2000-01-01T00:00:00Z') as at,
      sum(cost) as cost
    from ai_transaction
    where account_id = ${accountId} and created_at >= ${timestamptz(since)}
    group by model, currency, at
    order by at, model, currency`.execute(db)
  return rows.map(({ model, currency, at, cost }) => ({
    resourceId: model,
    currency,
    at,
    costPicos: parsePicos(cost),
  }))
}
