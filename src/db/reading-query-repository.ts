import { sql } from 'kysely'
import { parsePicos, type Day, type Instant, type RecordReading } from '../engine/index.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'

/** The values that some records were seen with, each in the order of time; the last one is the present one. */
export async function findReadings(
  db: Connection,
  accountId: number,
  recordIds: readonly string[],
): Promise<Map<string, RecordReading[]>> {
  const readings = new Map<string, RecordReading[]>()
  if (recordIds.length === 0) return readings
  const rows = await db
    .selectFrom('billing_record_version')
    .select(['record_id', 'seen_at', 'ends_at', 'minutes', 'per_minute_rate', 'total_cost', 'status'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`record_id = any(${recordIds}::text[])`)
    .orderBy('seen_at')
    .execute()
  for (const row of rows) {
    const reading: RecordReading = {
      seenAt: row.seen_at,
      endsAt: row.ends_at,
      minutes: row.minutes,
      perMinutePicos: row.per_minute_rate === null ? null : parsePicos(row.per_minute_rate),
      totalPicos: parsePicos(row.total_cost),
      status: row.status,
    }
    const list = readings.get(row.record_id)
    if (list) list.push(reading)
    else readings.set(row.record_id, [reading])
  }
  return readings
}

/** What one record holds of one day. */
export interface RecordDay {
  readonly day: Day
  readonly recordId: string
  readonly resourceId: string
  readonly resourceType: string
  readonly currency: string
  readonly sku: string
  readonly billedPicos: bigint
  /** Recalculated; null where no price is known for a part of the day. */
  readonly expectedPicos: bigint | null
  readonly seconds: number
}

/** The days [from, to) of every record; a day with several skus (asleep for a part of it) has its dearest one. */
export async function findRecordDays(
  db: Connection,
  accountId: number,
  { from, to }: { from: Day; to: Day },
): Promise<RecordDay[]> {
  const { rows } = await sql<{
    day: Day
    record_id: string
    resource_id: string
    resource_type: string
    currency: string
    sku: string
    billed: string
    expected: string | null
    seconds: number
  }>`
    select day, record_id, resource_id, resource_type, currency,
      (array_agg(sku order by billed desc, sku))[1] as sku, sum(billed) as billed,
      case when bool_or(expected is null) then null else sum(expected) end as expected, sum(seconds)::int8 as seconds
    from charge_day
    where account_id = ${accountId} and day >= ${from}::date and day < ${to}::date
    group by day, record_id, resource_id, resource_type, currency
    order by day, record_id collate "C"`.execute(db)
  return rows.map((row) => ({
    day: row.day,
    recordId: row.record_id,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    currency: row.currency,
    sku: row.sku,
    billedPicos: parsePicos(row.billed),
    expectedPicos: row.expected === null ? null : parsePicos(row.expected),
    seconds: row.seconds,
  }))
}

/** A record's present value as it was read, with when that was. */
export interface RecordSource {
  readonly raw: JsonObject
  readonly firstSeenAt: Instant
  readonly changedAt: Instant
  readonly lastSeenAt: Instant
}

export async function findRecordSources(
  db: Connection,
  accountId: number,
  recordIds: readonly string[],
): Promise<Map<string, RecordSource>> {
  const rows = await db
    .selectFrom('billing_record as b')
    .innerJoin('billing_record_version as v', (join) =>
      join
        .onRef('v.account_id', '=', 'b.account_id')
        .onRef('v.record_id', '=', 'b.record_id')
        .onRef('v.seen_at', '=', 'b.changed_at'),
    )
    .select(['b.record_id', 'v.raw', 'b.first_seen', 'b.changed_at', 'b.last_seen'])
    .where('b.account_id', '=', accountId)
    .where(sql<boolean>`b.record_id = any(${recordIds}::text[])`)
    .execute()
  return new Map(
    rows.map(({ record_id, raw, first_seen, changed_at, last_seen }) => [
      record_id,
      { raw, firstSeenAt: first_seen, changedAt: changed_at, lastSeenAt: last_seen },
    ]),
  )
}

/** What the charges of each record expect of all its days; null where no price is known for a part of them. */
export async function recordExpectations(db: Connection, accountId: number): Promise<Map<string, bigint | null>> {
  const { rows } = await sql<{ record_id: string; expected: string | null }>`
    select record_id, case when bool_or(expected is null) then null else sum(expected) end as expected
    from charge_day where account_id = ${accountId} group by record_id`.execute(db)
  return new Map(rows.map(({ record_id, expected }) => [record_id, expected === null ? null : parsePicos(expected)]))
}
