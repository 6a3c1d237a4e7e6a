import { sql } from 'kysely'
import { parsePicos, type Day, type Instant, type Interval } from '../engine/index.ts'
import type { Connection } from './store.ts'
import { isoOf, timestamptz } from './timestamp.ts'

/** A balance that was read at or before an edge, the last one of its wallet. */
export interface ReadingAtEdge {
  /** The index of the edge that was asked for. */
  readonly edge: number
  readonly currency: string
  readonly readAt: Instant
  readonly balancePicos: bigint
}

/** For each edge and wallet the last balance that was read by then. */
export async function readingsAtEdges(
  db: Connection,
  accountId: number,
  edges: readonly Instant[],
): Promise<ReadingAtEdge[]> {
  const { rows } = await sql<{ edge: number; currency: string; readAt: Instant; balance: string }>`
    with wallet as (select distinct currency from balance_observation where account_id = ${accountId})
    select (e.n - 1)::int4 as edge, w.currency, b.observed_at as "readAt", b.balance
    from unnest(${edges.map(isoOf)}::timestamptz[]) with ordinality as e (at, n)
    cross join wallet w
    cross join lateral (
      select observed_at, balance from balance_observation
      where account_id = ${accountId} and currency = w.currency and observed_at <= e.at
      order by observed_at desc
      limit 1
    ) b`.execute(db)
  return rows.map(({ balance, ...row }) => ({ ...row, balancePicos: parsePicos(balance) }))
}

export interface SpentWithin {
  /** The index of the interval that was asked for. */
  readonly interval: number
  readonly currency: string
  readonly picos: bigint
}

/**
 * What the bills say was spent within each interval, by wallet: of each record the share of its billed minutes that lies
 * in it, and the uses of AI models at their moments. Good for short intervals; days are told by their charges.
 */
export async function spentWithin(
  db: Connection,
  accountId: number,
  intervals: readonly Interval[],
): Promise<SpentWithin[]> {
  const asked = sql`unnest(${intervals.map(({ startsAt }) => isoOf(startsAt))}::timestamptz[],
    ${intervals.map(({ endsAt }) => isoOf(endsAt))}::timestamptz[]) with ordinality as i (starts_at, ends_at, n)`
  const { rows } = await sql<{ interval: number; currency: string; spent: string }>`
    with asked as materialized (select * from ${asked} where i.starts_at < i.ends_at),
    extent as (select min(starts_at) as starts_at, max(ends_at) as ends_at from asked),
    record as materialized (
      select b.currency, b.total_cost, b.minutes, b.starts_at,
        least(coalesce(b.ends_at, 'infinity'), b.starts_at + b.minutes * interval '1 minute') as ends_at
      from billing_record b cross join extent x
      where b.account_id = ${accountId} and b.minutes > 0 and b.starts_at < x.ends_at
        and b.starts_at + b.minutes * interval '1 minute' > x.starts_at
    ),
    spent as (
      select a.n, r.currency,
        sum(r.total_cost * extract(epoch from least(a.ends_at, r.ends_at) - greatest(a.starts_at, r.starts_at))
          / nullif(extract(epoch from r.ends_at - r.starts_at), 0)) as picos
      from asked a
      join record r on r.starts_at < a.ends_at and r.ends_at > a.starts_at
      group by a.n, r.currency
      union all
      select a.n, t.currency, sum(t.cost)
      from asked a
      join ai_transaction t on t.account_id = ${accountId} and t.created_at >= a.starts_at and t.created_at < a.ends_at
      group by a.n, t.currency
    )
    select (n - 1)::int4 as interval, currency, round(sum(picos), 12) as spent from spent group by n, currency`.execute(
    db,
  )
  return rows.map(({ spent, ...row }) => ({ ...row, picos: parsePicos(spent) }))
}

export interface RestatedRecord {
  readonly recordId: string
  readonly currency: string
  readonly seenAt: Instant
  readonly deltaPicos: bigint
}

/** Each change of a bill that was closed already and was restated, with the moment at which it was seen. */
export async function restatedRecords(db: Connection, accountId: number, since: Instant): Promise<RestatedRecord[]> {
  const { rows } = await sql<{ recordId: string; currency: string; seenAt: Instant; delta: string }>`
    with candidate as materialized (
      select b.record_id, b.currency from billing_record b
      where b.account_id = ${accountId} and b.ends_at is not null and b.changed_at > b.first_seen
        and b.changed_at >= ${timestamptz(since)}
    ),
    value as (
      select v.record_id, c.currency, v.seen_at, v.ends_at, v.total_cost,
        lag(v.ends_at) over w as ended_before, lag(v.total_cost) over w as total_before
      from candidate c
      join billing_record_version v on v.account_id = ${accountId} and v.record_id = c.record_id
      window w as (partition by v.record_id order by v.seen_at)
    )
    select record_id as "recordId", currency, seen_at as "seenAt", total_cost - total_before as delta
    from value
    where ended_before is not null and ends_at is not null and total_cost <> total_before
    order by seen_at, record_id collate "C"`.execute(db)
  return rows.map(({ delta, ...row }) => ({ ...row, deltaPicos: parsePicos(delta) }))
}

export interface RecordDayBilled {
  readonly recordId: string
  readonly day: Day
  readonly billedPicos: bigint
}

/** What some records bill on each of their days. */
export async function billedDaysOf(
  db: Connection,
  accountId: number,
  recordIds: readonly string[],
): Promise<RecordDayBilled[]> {
  if (recordIds.length === 0) return []
  const { rows } = await sql<{ recordId: string; day: Day; billed: string }>`
    select record_id as "recordId", day, sum(billed) as billed
    from charge_day
    where account_id = ${accountId} and record_id = any(${recordIds}::text[])
    group by record_id, day
    order by record_id, day`.execute(db)
  return rows.map(({ billed, ...row }) => ({ ...row, billedPicos: parsePicos(billed) }))
}

/** Two balances of a wallet that were read one after the other. */
export interface ReadingStep {
  readonly currency: string
  readonly fromAt: Instant
  readonly toAt: Instant
  readonly beforePicos: bigint
  readonly afterPicos: bigint
}

/** The readings since a moment between which credit may have come: the balance rose, or nobody looked for `gapMs`. */
export async function risingSteps(
  db: Connection,
  accountId: number,
  since: Instant,
  gapMs: number,
): Promise<ReadingStep[]> {
  const { rows } = await sql<{ currency: string; fromAt: Instant; toAt: Instant; before: string; after: string }>`
    select currency, before_at as "fromAt", observed_at as "toAt", before, balance as after
    from (
      select currency, observed_at, balance, lag(observed_at) over w as before_at, lag(balance) over w as before
      from balance_observation
      where account_id = ${accountId} and observed_at >= ${timestamptz(since)}
      window w as (partition by currency order by observed_at)
    ) step
    where balance > before or observed_at - before_at >= ${gapMs} * interval '1 millisecond'
    order by currency, observed_at`.execute(db)
  return rows.map(({ before, after, ...row }) => ({
    ...row,
    beforePicos: parsePicos(before),
    afterPicos: parsePicos(after),
  }))
}
