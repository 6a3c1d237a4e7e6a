import { sql } from 'kysely'
import type { Day } from '../engine/time.ts'
import type { Connection } from './store.ts'

/** Records with a prefix whose resource has charges of other records on one of their days, sorted. */
export async function coveredStandIns(db: Connection, accountId: number, prefix: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct s.record_id as id
    from charge_day s
    join charge_day c on c.account_id = s.account_id and c.day = s.day and c.resource_id = s.resource_id
      and not starts_with(c.record_id, ${prefix})
    where s.account_id = ${accountId} and starts_with(s.record_id, ${prefix})
      and (s.billed <> 0 or s.quantity <> 0)
    order by 1`.execute(db)
  return rows.map(({ id }) => id)
}

/** The days on which resources have charges of records without a prefix, as 'DAY RESOURCE'. */
export async function daysOfOthers(
  db: Connection,
  accountId: number,
  prefix: string,
  { resourceIds, from, to }: { resourceIds: readonly string[]; from: Day; to: Day },
): Promise<Set<string>> {
  const { rows } = await sql<{ day: Day; id: string }>`
    select distinct day, resource_id as id from charge_day
    where account_id = ${accountId} and resource_id = any(${resourceIds}::text[])
      and day between ${from}::date and ${to}::date and not starts_with(record_id, ${prefix})`.execute(db)
  return new Set(rows.map(({ day, id }) => `${day} ${id}`))
}
