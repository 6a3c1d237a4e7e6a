import { sql, type RawBuilder } from 'kysely'
import type { Day, Dimension, DimensionFilter, Instant } from '../engine/index.ts'
import { dimensionColumn, joinAssignedParts, ofParties, shareOf, type AssignmentsOfAccounts } from './assigned-parts.ts'
import type { Connection } from './store.ts'
import { isoOf, isoOrNull } from './timestamp.ts'

/** One row of the charges CSV: amounts as plain decimals without trailing zeros. */
export interface ChargeExportRow {
  readonly day: Day
  readonly account: string
  readonly currency: string
  readonly region: string
  readonly tier: string | null
  readonly resource_type: string
  readonly resource_id: string
  readonly resource_name: string
  readonly sku: string
  readonly gpu_model: string | null
  readonly gpu_count: number | null
  readonly state: string
  readonly quantity: string
  readonly unit: string
  readonly billed_cost: string
  readonly expected_cost: string | null
  readonly day_status: 'open' | 'settled' | 'restated'
  /** Where it is asked for: whether the share of this day is a guess. */
  readonly inferred: boolean
  /** Where they are asked for. */
  readonly project?: string | null
  readonly owner?: string | null
  readonly cost_center?: string | null
}

/** Columns that are asked for beside the usual ones, and what they are made from; a shared machine has a row a part. */
export interface ExportedDimensions {
  readonly dimensions: readonly Dimension[]
  /** Whose shares alone are wanted. */
  readonly only: DimensionFilter
  readonly assignments: AssignmentsOfAccounts
}

/** The sources whose records become charges. */
export const CHARGE_SOURCES = ['instance-billing', 'volume-billing', 'snapshot-billing', 'ai-history'] as const
export type ChargeSource = (typeof CHARGE_SOURCES)[number]

/** A day of one account, with the first moment after its end at which each source was read; null = not yet. */
export interface ExportDay {
  readonly accountId: number
  readonly day: Day
  readonly endsAt: Instant
  readonly readAt: Readonly<Record<ChargeSource, Instant | null>>
}

/**
 * The rows of the charges CSV for some days, sorted.
 *
 * A row is settled when each of its records is closed and was read after the day ended. It is restated when one of them
 * had settled for that day and changed its value later, or came to a row that had settled without it; a change before
 * the first reading after the day's end is just the day still growing.
 */
export function chargeExport(
  days: readonly ExportDay[],
  assigned: ExportedDimensions | null = null,
): RawBuilder<ChargeExportRow> {
  const of = (amount: RawBuilder<unknown>) => (assigned ? shareOf(amount, 12) : amount)
  const dimensions = assigned?.dimensions ?? []
  const each = (name: (dimension: Dimension) => RawBuilder<unknown>) =>
    sql.join(
      dimensions.map((dimension) => sql`, ${name(dimension)}`),
      sql``,
    )
  const column = <T>(of: (day: ExportDay) => T) => sql.val(days.map(of))
  const readAt = (source: ChargeSource) => column((day) => isoOrNull(day.readAt[source]))
  return sql<ChargeExportRow>`
    with calendar as materialized (
      select * from unnest(
        ${column(({ accountId }) => accountId)}::integer[], ${column(({ day }) => day)}::date[],
        ${column(({ endsAt }) => isoOf(endsAt))}::timestamptz[],
        ${readAt('instance-billing')}::timestamptz[], ${readAt('volume-billing')}::timestamptz[],
        ${readAt('snapshot-billing')}::timestamptz[], ${readAt('ai-history')}::timestamptz[]
      ) as d (account_id, day, ends_at, instance_read_at, volume_read_at, snapshot_read_at, ai_read_at)
    ),
    changed as materialized (
      select v.account_id, v.record_id, min(v.seen_at) as closed_at
      from billing_record b
      join billing_record_version v on v.account_id = b.account_id and v.record_id = b.record_id
        and v.seen_at < b.changed_at and v.ends_at is not null
      where b.changed_at > b.first_seen and b.ends_at is not null
        and (v.total_cost, v.minutes, v.ends_at) is distinct from (b.total_cost, b.minutes, b.ends_at)
      group by v.account_id, v.record_id
    ),
    -- Byte order from here on: both stores sort alike, and one sort serves grouping and order.
    share as (
      select c.day, a.slug collate "C" as account, c.currency collate "C" as currency,
        c.resource_id collate "C" as resource_id, c.sku collate "C" as sku, c.state collate "C" as state,
        c.account_id, c.tier, c.resource_type, c.gpu_model, c.gpu_count, ${of(sql`c.quantity`)} as quantity, c.unit,
        ${of(sql`c.billed`)} as billed, ${of(sql`c.expected`)} as expected,
        c.inferred
        ${each((dimension) => sql`${dimensionColumn(dimension)} collate "C" as ${sql.ref(dimension)}`)},
        b.resource_name, b.first_seen, b.changed_at, changed.closed_at,
        case coalesce(b.kind, 'ai')
          when 'instance' then d.instance_read_at
          when 'volume' then d.volume_read_at
          when 'snapshot' then d.snapshot_read_at
          else d.ai_read_at
        end as read_at,
        case when b.record_id is null then d.ai_read_at is not null
          else b.ends_at is not null and b.last_seen >= d.ends_at
        end as settled
      from calendar d
      join account a on a.account_id = d.account_id
      join charge_day c on c.account_id = d.account_id and c.day = d.day
      ${assigned ? joinAssignedParts(assigned.assignments) : sql``}
      left join billing_record b on b.account_id = c.account_id and b.record_id = c.record_id
      left join changed on changed.account_id = c.account_id and changed.record_id = c.record_id
      ${assigned ? sql`where ${ofParties(assigned.only)}` : sql``}
    )
    select s.day, s.account, s.currency, coalesce(max(r.region), 'unknown') as region, max(s.tier) as tier,
      max(s.resource_type) as resource_type, s.resource_id,
      coalesce(max(r.name), max(s.resource_name), s.resource_id) as resource_name, s.sku, max(s.gpu_model) as gpu_model,
      max(s.gpu_count) as gpu_count, s.state, trim_scale(sum(s.quantity)) as quantity, max(s.unit) as unit,
      trim_scale(sum(s.billed)) as billed_cost,
      case when bool_or(s.expected is null) then null else trim_scale(sum(s.expected)) end as expected_cost,
      case
        when not bool_and(s.settled) then 'open'
        when bool_or(s.closed_at is not null and greatest(s.closed_at, s.read_at) < s.changed_at)
          or max(s.first_seen) > min(greatest(s.changed_at, s.read_at)) then 'restated'
        else 'settled'
      end as day_status,
      bool_or(s.inferred) as inferred
      ${each((dimension) => sql.ref(`s.${dimension}`))}
    from share s
    left join resource r on r.account_id = s.account_id and r.resource_id = s.resource_id
    group by s.day, s.account, s.currency, s.resource_id, s.sku, s.state ${each((dimension) => sql.ref(`s.${dimension}`))}
    order by s.day, s.account, s.currency, s.resource_id, s.sku, s.state
      ${each((dimension) => sql`${sql.ref(`s.${dimension}`)} nulls last`)}`
}

/** When a source of an account was read without an error from `from` on, oldest first. */
export async function readingTimes(
  db: Connection,
  accountId: number,
  from: Instant,
): Promise<Record<ChargeSource, Instant[]>> {
  const rows = await db
    .selectFrom('ingest_source')
    .select(['source', 'finished_at as finishedAt'])
    .where('account_id', '=', accountId)
    .where('source', 'in', CHARGE_SOURCES)
    .where('error', 'is', null)
    .where('finished_at', '>=', sql<Instant>`${isoOf(from)}::timestamptz`)
    .orderBy('finished_at')
    .execute()
  const of = (source: ChargeSource) => rows.filter((row) => row.source === source).map((row) => row.finishedAt)
  return {
    'instance-billing': of('instance-billing'),
    'volume-billing': of('volume-billing'),
    'snapshot-billing': of('snapshot-billing'),
    'ai-history': of('ai-history'),
  }
}
