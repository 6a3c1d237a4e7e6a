import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'

/**
 * When the machines were looked at, sorted: with a whole ingest, at whose start their list counts as read, and by the
 * hourly polls, which read balance, stock and machines together and leave no run behind.
 */
export async function findLooks(db: Connection, accountId: number): Promise<Instant[]> {
  const { rows } = await sql<{ at: Instant }>`
    select r.started_at as at
    from ingest_run r
    join ingest_source s on s.account_id = r.account_id and s.run_id = r.run_id
    where r.account_id = ${accountId} and s.source = 'instances' and s.error is null
    union
    select b.observed_at
    from balance_observation b
    where b.account_id = ${accountId} and not exists (
      select from ingest_run r
      where r.account_id = b.account_id and b.observed_at >= r.started_at
        and (r.finished_at is null or b.observed_at <= r.finished_at)
    )
    order by at`.execute(db)
  return rows.map(({ at }) => at)
}
