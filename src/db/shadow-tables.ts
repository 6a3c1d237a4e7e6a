import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/**
 * Lays temporary tables and views over those of the store that hold what was known at a moment, under the same names: a
 * temporary relation is found before any other, so every statement of this transaction then speaks of that moment,
 * word for word as it speaks of the present. `charge_day` is made empty, to be filled by whoever rates.
 *
 * Only for a transaction that is rolled back, or that ends the connection's use of these names with `on commit drop`.
 */
export async function shadowTables(tx: Connection, at: Instant): Promise<void> {
  const store = await schemaOf(tx)
  const moment = sql.lit(isoOf(at))
  for (const statement of statements(store, moment)) await statement.execute(tx)
  await shadowPrices(tx, at, 'charges')
}

/**
 * The prices that were known: those of files and contracts either when charges were last made anew before the moment,
 * as the charges of that moment had them, or at the moment itself.
 */
export async function shadowPrices(tx: Connection, at: Instant, of: 'charges' | 'moment'): Promise<void> {
  const store = await schemaOf(tx)
  const moment = sql.lit(isoOf(at))
  const since = sql`coalesce((
    select max(b.since) from ${store('rating_basis')} b where b.account_id = p.account_id and b.since <= ${moment}
  ), ${moment})`
  const cut = of === 'charges' ? since : moment
  await sql`create or replace temp view price_version as
    select account_id, sku, currency, valid_from,
      case when source <> 'observed' or valid_to <= ${moment} then valid_to end as valid_to,
      price, unit, max_count, source, first_seen, last_seen
    from ${store('price_version')} p
    where case source when 'observed' then first_seen <= ${moment} else last_seen <= ${cut} end
    union all
    select account_id, sku, currency, valid_from, valid_to, price, unit, max_count, source, first_seen, last_seen
    from ${store('price_version_past')} p
    where last_seen <= ${cut} and replaced_at > ${cut}`.execute(tx)
  const terms = sql.raw(
    'account_id, sku, currency, valid_from, valid_to, price, unit, discount_basis_points, entered_at',
  )
  await sql`create or replace temp view price_override as
    select ${terms} from ${store('price_override')} p where entered_at <= ${cut}
    union all
    select ${terms} from ${store('price_override_past')} p where entered_at <= ${cut} and replaced_at > ${cut}`.execute(
    tx,
  )
}

type Named = (table: string) => RawBuilder<unknown>

/** The store's own tables, by their full name. */
async function schemaOf(tx: Connection): Promise<Named> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(tx)
  return (table) => sql.id(rows[0]!.name, table)
}

const RECORD = `account_id, record_id, kind, resource_id, resource_name, starts_at, ends_at, minutes, per_minute_rate,
  total_cost, currency, status, tier, gpu_model, gpu_count, size_gb`
const RESOURCE = `account_id, resource_id, resource_type, name, region, tier, currency, gpu_model, gpu_count, size_gb,
  volume_type, source_id, status, price_per_hour, public_ip, created_at, first_seen, last_seen, deleted_seen, typed`

function statements(store: Named, moment: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const record = sql.raw(RECORD)
  const resource = sql.raw(RESOURCE)
  const upTo = (table: string, column: string) =>
    sql`create temp view ${sql.id(table)} as select * from ${store(table)} where ${sql.id(column)} <= ${moment}`
  return [
    // The past of the demo is older than the demo.
    sql`create temp table account on commit drop as
      select * from ${store('account')} a where created_at <= ${moment}
        or exists (select from ${store('rating_basis')} b where b.account_id = a.account_id and b.since <= ${moment})`,
    sql`update account a set zone = b.zone from ${store('rating_basis')} b
      where b.account_id = a.account_id and b.since = (
        select max(since) from ${store('rating_basis')} where account_id = a.account_id and since <= ${moment}
      )`,

    upTo('billing_record_version', 'known_at'),
    sql`create temp table billing_record on commit drop as
      select distinct on (account_id, record_id) ${record}, ''::text as fingerprint,
        min(seen_at) over (partition by account_id, record_id) as first_seen, seen_at as changed_at,
        case when confirmed_at <= ${moment} then confirmed_at else seen_at end as last_seen
      from ${store('billing_record_version')} where known_at <= ${moment}
      order by account_id, record_id, seen_at desc`,
    sql`create index on billing_record (account_id, record_id)`,
    sql`analyze billing_record`,
    sql`create temp table charge_day (like ${store('charge_day')} including defaults) on commit drop`,

    sql`create temp table resource on commit drop as
      select distinct on (account_id, resource_id) ${resource}, '{}'::jsonb as raw
      from ${store('resource_version')} where known_at <= ${moment}
      order by account_id, resource_id, known_at desc`,
    sql`create index on resource (account_id, resource_id)`,
    sql`analyze resource`,
    upTo('resource_status', 'observed_at'),
    upTo('machine_detail', 'known_at'),

    sql`create temp view ai_transaction as
      select distinct on (account_id, transaction_id)
        account_id, transaction_id, model, input_tokens, output_tokens, cost, currency, created_at,
        min(known_at) over (partition by account_id, transaction_id) as first_seen
      from ${store('ai_transaction_version')} where known_at <= ${moment}
      order by account_id, transaction_id, known_at desc`,

    upTo('balance_observation', 'observed_at'),
    upTo('stock_observation', 'observed_at'),
    upTo('forecast_run', 'made_at'),
    upTo('ingest_run', 'finished_at'),
    upTo('ingest_source', 'finished_at'),
    upTo('closed_month', 'closed_at'),
    sql`create temp view closed_charge as select * from ${store('closed_charge')} c
      where exists (select from closed_month m where m.account_id = c.account_id and m.month = c.month)`,
    // A look at balance, stock and machines alone leaves no run behind, only what it saw.
    sql`create temp view source_cursor as
      select account_id, source, max(read_at) as read_at, '{}'::jsonb as cursor from (
        select account_id, source, finished_at as read_at from ${store('ingest_source')}
        where error is null and finished_at <= ${moment}
        union all
        select b.account_id, s.source, b.observed_at
        from ${store('balance_observation')} b
        cross join (values ('balance'), ('gpu-stocks'), ('instances')) as s (source)
        where b.observed_at <= ${moment}
      ) as reading
      group by account_id, source`,
    sql`create temp view job as select * from ${store('job')} where false`,
    sql`create temp view quarantine as
      select account_id, source, fingerprint, reason, payload, first_seen, last_seen, opened_at, null::timestamptz as resolved_at
      from (select * from ${store('quarantine')} union all select * from ${store('quarantine_past')}) as one
      where opened_at <= ${moment} and (resolved_at is null or resolved_at > ${moment})`,
  ]
}

/** After the days were filled in: how they are looked up, and what the planner needs to know of them. */
export async function indexShadowDays(tx: Connection): Promise<void> {
  await sql`create index on charge_day (account_id, day)`.execute(tx)
  await sql`create index on charge_day (account_id, record_id)`.execute(tx)
  await sql`analyze charge_day`.execute(tx)
}
