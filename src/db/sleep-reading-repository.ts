import { sql } from 'kysely'
import { parsePicos } from '../engine/money.ts'
import type { Instant } from '../engine/time.ts'
import type { BillingRecord } from '../engine/usage/billing-record.ts'
import type { RecordReading } from '../engine/usage/record-reading.ts'
import type { Connection } from './store.ts'
import { unnest } from './unnest.ts'

/**
 * The values that machines' records were seen with while they were open, each record's in the order of time: of those
 * seen both asleep and awake, the given values included, or of all.
 */
export async function findSleepReadings(
  db: Connection,
  accountId: number,
  records: readonly BillingRecord[],
  { all }: { all: boolean },
): Promise<Map<string, RecordReading[]>> {
  const readings = new Map<string, RecordReading[]>()
  if (records.length === 0) return readings
  const asked = unnest<BillingRecord>(records, {
    id: ['text', ({ recordId }) => recordId],
    status: ['text', ({ endsAt, status }) => (endsAt === null ? status : null)],
  })
  const seen = (as: '=' | '<>') => sql`exists (select from billing_record_version o
    where o.account_id = ${accountId} and o.record_id = u.id and o.ends_at is null
      and o.status ${sql.raw(as)} 'hibernated')`
  const { rows } = await sql<Row>`
    select v.record_id as id, v.seen_at as "seenAt", v.minutes, v.per_minute_rate as rate, v.total_cost as total, v.status
    from ${asked}
    join billing_record_version v on v.account_id = ${accountId} and v.record_id = u.id and v.ends_at is null
    where ${all} or (
      (coalesce(u.status = 'hibernated', false) or ${seen('=')}) and
      (coalesce(u.status <> 'hibernated', false) or ${seen('<>')})
    )
    order by v.seen_at`.execute(db)
  for (const { id, seenAt, minutes, rate, total, status } of rows) {
    const perMinutePicos = rate === null ? null : parsePicos(rate)
    const reading = { seenAt, endsAt: null, minutes, perMinutePicos, totalPicos: parsePicos(total), status }
    const list = readings.get(id)
    if (list) list.push(reading)
    else readings.set(id, [reading])
  }
  return readings
}

interface Row {
  readonly id: string
  readonly seenAt: Instant
  readonly minutes: number
  readonly rate: string | null
  readonly total: string
  readonly status: string
}
