import { sql, type RawBuilder, type Selectable } from 'kysely'
import {
  parsePicos,
  type ChargeChange,
  type ChargeState,
  type ChargeUnit,
  type Day,
  type DayCharge,
  type DayRange,
  type DimensionValues,
  type Instant,
  type ResourceType,
} from '../engine/index.ts'
import { copyRows } from './copy-rows.ts'
import { toDayCharge } from './day-charge-row.ts'
import type { ClosedChargeTable } from './schema/closed-charge.ts'
import type { Connection } from './store.ts'

/** A part of a charge as it is kept with a closed month. */
export interface ClosedCharge {
  /** `day` is the day on which it is booked. */
  readonly charge: DayCharge
  readonly ofDay: Day
  readonly utcDay: Day
  readonly part: number
  readonly values: DimensionValues
  readonly resourceName: string
  readonly region: string | null
  readonly cause: string | null
}

const BATCH = 5000

/** Keeps the charges of a month. */
export async function insertClosedCharges(
  tx: Connection,
  accountId: number,
  month: string,
  rows: readonly ClosedCharge[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    await copyRows<ClosedCharge>(tx, 'closed_charge', accountId, rows.slice(start, start + BATCH), {
      month: ['text', () => month],
      day: ['date', ({ charge }) => charge.day],
      of_day: ['date', ({ ofDay }) => ofDay],
      utc_day: ['date', ({ utcDay }) => utcDay],
      record_id: ['text', ({ charge }) => charge.recordId],
      state: ['text', ({ charge }) => charge.state],
      sku: ['text', ({ charge }) => charge.sku],
      part: ['int4', ({ part }) => part],
      resource_id: ['text', ({ charge }) => charge.resourceId],
      resource_type: ['text', ({ charge }) => charge.resourceType],
      resource_name: ['text', ({ resourceName }) => resourceName],
      region: ['text', ({ region }) => region],
      currency: ['text', ({ charge }) => charge.currency],
      tier: ['text', ({ charge }) => charge.tier],
      gpu_model: ['text', ({ charge }) => charge.gpuModel],
      gpu_count: ['int4', ({ charge }) => charge.gpuCount],
      quantity: ['picos', ({ charge }) => charge.quantityPicos],
      unit: ['text', ({ charge }) => charge.unit],
      seconds: ['int8', ({ charge }) => charge.seconds],
      billed: ['picos', ({ charge }) => charge.billedPicos],
      expected: ['picos', ({ charge }) => charge.expectedPicos],
      project: ['text', ({ values }) => values.project],
      owner: ['text', ({ values }) => values.owner],
      cost_center: ['text', ({ values }) => values.cost_center],
      cause: ['text', ({ cause }) => cause],
      inferred: ['boolean', ({ charge }) => charge.inferred ?? false],
    })
  }
}

/** A charge of a closed day as it is now, less as it was kept, and what its record tells of the difference. */
export type StoredChange = Omit<ChargeChange, 'seenOn' | 'cause'> & {
  readonly changedAt: Instant | null
  readonly firstSeenAt: Instant | null
  /** When the month of the day was closed; null for days before the first month that was. */
  readonly closedAt: Instant | null
}

interface ChangeRow {
  readonly of_day: Day
  readonly record_id: string
  readonly resource_id: string
  readonly resource_type: ResourceType
  readonly resource_name: string
  readonly region: string | null
  readonly currency: string
  readonly tier: string | null
  readonly gpu_model: string | null
  readonly gpu_count: number | null
  readonly sku: string
  readonly state: ChargeState
  readonly unit: ChargeUnit
  readonly quantity: string
  readonly seconds: number
  readonly billed: string
  readonly expected: string | null
  readonly changed_at: Instant | null
  readonly first_seen: Instant | null
  readonly closed_at: Instant | null
}

/**
 * The charges of closed days that are other ones than were kept, those that were corrected in a later closed month left
 * out. Looks at records that changed or came after the first closing; at all of them where charges were made anew.
 */
export async function changesOfClosedDays(
  db: Connection,
  accountId: number,
  { openFrom, all }: { openFrom: Day; all: boolean },
): Promise<StoredChange[]> {
  const { rows } = await sql<ChangeRow>`
    with closed as materialized (
      select from_day, to_day, closed_at, ends_at from closed_month where account_id = ${accountId}
    ),
    candidate as materialized (
      select b.record_id, b.changed_at, b.first_seen
      from billing_record b
      where b.account_id = ${accountId} and b.starts_at < (select max(ends_at) from closed)
        and (${all} or b.changed_at > (select min(closed_at) from closed))
      union all
      select t.transaction_id, t.first_seen, t.first_seen
      from ai_transaction t
      where t.account_id = ${accountId} and t.created_at < (select max(ends_at) from closed)
        and (${all} or t.first_seen > (select min(closed_at) from closed))
    ),
    live as (
      select c.day as of_day, c.record_id, c.state, c.sku, c.resource_id, c.resource_type, c.currency, c.tier, c.gpu_model,
        c.gpu_count, c.unit, c.quantity, c.seconds, c.billed, c.expected
      from candidate x
      join charge_day c on c.account_id = ${accountId} and c.record_id = x.record_id and c.day < ${openFrom}::date
    ),
    kept as (
      select k.of_day, k.record_id, k.state, k.sku, max(k.resource_id) as resource_id,
        max(k.resource_type) as resource_type, max(k.currency) as currency, max(k.tier) as tier,
        max(k.gpu_model) as gpu_model, max(k.gpu_count) as gpu_count, max(k.unit) as unit, sum(k.quantity) as quantity,
        sum(k.seconds)::int8 as seconds, sum(k.billed) as billed,
        case when bool_or(k.expected is null) then null else sum(k.expected) end as expected
      from candidate x
      join closed_charge k on k.account_id = ${accountId} and k.record_id = x.record_id
      group by k.of_day, k.record_id, k.state, k.sku
    ),
    change as (
      select of_day, record_id, state, sku, coalesce(l.resource_id, k.resource_id) as resource_id,
        coalesce(l.resource_type, k.resource_type) as resource_type, coalesce(l.currency, k.currency) as currency,
        coalesce(l.tier, k.tier) as tier, coalesce(l.gpu_model, k.gpu_model) as gpu_model,
        coalesce(l.gpu_count, k.gpu_count) as gpu_count, coalesce(l.unit, k.unit) as unit,
        coalesce(l.quantity, 0) - coalesce(k.quantity, 0) as quantity,
        coalesce(l.seconds, 0) - coalesce(k.seconds, 0) as seconds,
        coalesce(l.billed, 0) - coalesce(k.billed, 0) as billed,
        case when (l.record_id is not null and l.expected is null) or (k.record_id is not null and k.expected is null)
          then null else coalesce(l.expected, 0) - coalesce(k.expected, 0) end as expected
      from live l
      full join kept k using (of_day, record_id, state, sku)
    )
    select h.*, coalesce(r.name, b.resource_name, h.resource_id) as resource_name, r.region, x.changed_at, x.first_seen,
      m.closed_at
    from change h
    join candidate x on x.record_id = h.record_id
    left join resource r on r.account_id = ${accountId} and r.resource_id = h.resource_id
    left join billing_record b on b.account_id = ${accountId} and b.record_id = h.record_id
    left join closed m on h.of_day >= m.from_day and h.of_day < m.to_day
    where h.billed <> 0
    order by h.record_id collate "C", h.of_day, h.sku collate "C", h.state collate "C"`.execute(db)
  return rows.map((row) => ({
    ofDay: row.of_day,
    recordId: row.record_id,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    resourceName: row.resource_name,
    region: row.region,
    currency: row.currency,
    tier: row.tier,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    sku: row.sku,
    state: row.state,
    unit: row.unit,
    quantityPicos: parsePicos(row.quantity),
    seconds: row.seconds,
    billedPicos: parsePicos(row.billed),
    expectedPicos: row.expected === null ? null : parsePicos(row.expected),
    changedAt: row.changed_at,
    firstSeenAt: row.first_seen,
    closedAt: row.closed_at,
  }))
}

/** The kept charges of the UTC days [from, to), in their order, to be streamed. */
export function closedChargesWithin(accountId: number, { from, to }: DayRange): RawBuilder<ClosedChargeRow> {
  return sql<ClosedChargeRow>`
    select * from closed_charge
    where account_id = ${accountId} and utc_day >= ${from}::date and utc_day < ${to}::date
    order by utc_day, currency, record_id collate "C", of_day, sku collate "C", state collate "C", part`
}

export type ClosedChargeRow = Selectable<ClosedChargeTable>

export function toClosedCharge(row: ClosedChargeRow): ClosedCharge {
  const { project, owner, cost_center } = row
  return {
    charge: { ...toDayCharge(row), ...(row.inferred && { inferred: true }) },
    ofDay: row.of_day,
    utcDay: row.utc_day,
    part: row.part,
    values: { project, owner, cost_center },
    resourceName: row.resource_name,
    region: row.region,
    cause: row.cause,
  }
}
