import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import { DIMENSIONS, type Day, type Dimension } from '../engine/index.ts'
import { dimensionColumn, isParty, joinAssignedParts, shareOf, type AssignmentsOfAccounts } from './assigned-parts.ts'
import { bookedCharges, type Books } from './booked-charges.ts'
import type { Connection } from './store.ts'

/** The names that charges can be grouped and filtered by. */
export type ChargeKey =
  | 'day'
  | 'account'
  | 'currency'
  | 'region'
  | 'tier'
  | 'resource_type'
  | 'gpu_model'
  | 'state'
  | 'resource'
  | Dimension
  /** Of the books alone: the closed month that a row corrects. */
  | 'corrects'

export interface ChargeGroupQuery {
  /** Inclusive, exclusive. */
  readonly from: Day
  readonly to: Day
  /** With 'currency' in it. */
  readonly keys: readonly ChargeKey[]
  /** Null: all accounts. */
  readonly accountId: number | null
  readonly filters: Partial<Readonly<Record<ChargeKey, string>>>
  /** Needed where a dimension is a key or a filter. */
  readonly assignments: AssignmentsOfAccounts | null
  /** Closed months as they were kept and corrections on their days, instead of all as Barrack tells it now. */
  readonly books?: Books
  /** The key values of the last row of the page before, in the order of `keys`; null sorts as ''. */
  readonly after: readonly string[] | null
  readonly limit: number
}

export interface ChargeGroupRow {
  /** In the order of `keys`. */
  readonly keyValues: readonly (string | null)[]
  readonly resourceName: string | null
  readonly billed: string
  /** Recalculated from the price list, of the rows that have a price. */
  readonly expected: string
  /** Billed on rows without a list price. */
  readonly unpriced: string
  readonly hasUnpriced: boolean
  /** Seconds x GPUs of machines that held their GPUs. */
  readonly gpuSeconds: number
  /** When within some days a machine slept is a guess: the share of one day may be another one. */
  readonly inferred: boolean
}

const LIVE = {
  day: sql<string>`c.day`,
  account: sql<string>`a.slug`,
  currency: sql<string>`c.currency`,
  region: sql<string>`coalesce(r.region, 'unknown')`,
  tier: sql<string | null>`c.tier`,
  resource_type: sql<string>`c.resource_type`,
  gpu_model: sql<string | null>`c.gpu_model`,
  state: sql<string>`c.state`,
  resource: sql<string>`c.resource_id`,
  project: dimensionColumn('project'),
  owner: dimensionColumn('owner'),
  cost_center: dimensionColumn('cost_center'),
  corrects: sql<string | null>`null::text`,
} satisfies Columns

const BOOKED = {
  ...LIVE,
  region: sql<string>`coalesce(c.region, r.region, 'unknown')`,
  project: sql<string | null>`c.project`,
  owner: sql<string | null>`c.owner`,
  cost_center: sql<string | null>`c.cost_center`,
  corrects: sql<string | null>`c.corrects`,
} satisfies Columns

type Columns = Record<ChargeKey, Expression<string | null>>

const isOf = (column: Expression<string | null>, key: ChargeKey, value: string): Expression<SqlBool> =>
  (DIMENSIONS as readonly string[]).includes(key) ? isParty(column, value) : sql<SqlBool>`${column}::text = ${value}`

/** Byte order, so that both stores sort alike whatever their locale. */
const sortable = (column: Expression<string | null>) => sql<string>`coalesce(${column}::text, '') collate "C"`

/** Day charges added up by the keys, one page of them, sorted by the keys. */
export async function sumCharges(db: Connection, query: ChargeGroupQuery): Promise<ChargeGroupRow[]> {
  const { keys, books } = query
  const column: Columns = books ? BOOKED : LIVE
  const columns = keys.map((key) => column[key])
  const conditions: Expression<SqlBool>[] = [
    sql`c.day >= ${query.from}::date`,
    sql`c.day < ${query.to}::date`,
    ...(query.accountId === null ? [] : [sql<SqlBool>`c.account_id = ${query.accountId}`]),
    ...Object.entries(query.filters).map(([key, value]) => isOf(column[key as ChargeKey], key as ChargeKey, value)),
  ]
  if (query.after !== null) {
    conditions.push(
      sql`(${sql.join(columns.map(sortable))}) > (${sql.join(query.after.map((value) => sql`${value}`))})`,
    )
  }
  const named = keys.includes('resource')
  const assigned = books ? null : query.assignments
  const share = (amount: RawBuilder<unknown>, places: 0 | 12) => (assigned ? shareOf(amount, places) : amount)
  const [billed, expected] = [share(sql`c.billed`, 12), share(sql`c.expected`, 12)]
  const joined = named || keys.includes('region') || query.filters.region !== undefined
  const result = await sql<Record<string, unknown>>`
    select ${sql.join(columns.map((each, i) => sql`${each}::text as ${sql.ref(`k${i}`)}`))},
      ${named ? sql`max(r.name)` : sql`null`} as resource_name,
      trim_scale(sum(${billed})) as billed,
      trim_scale(coalesce(sum(${expected}), 0)) as expected,
      trim_scale(coalesce(sum(${billed}) filter (where c.expected is null), 0)) as unpriced,
      bool_or(c.expected is null) as has_unpriced,
      coalesce(sum(${share(sql`c.seconds`, 0)} * c.gpu_count)
        filter (where c.resource_type = 'instance' and c.state <> 'hibernated'), 0) as gpu_seconds,
      bool_or(c.inferred) as inferred
    from ${books ? bookedCharges(books) : sql`charge_day`} c
    join account a on a.account_id = c.account_id
    ${joined ? sql`left join resource r on r.account_id = c.account_id and r.resource_id = c.resource_id` : sql``}
    ${assigned ? joinAssignedParts(assigned) : sql``}
    where ${sql.join(conditions, sql` and `)}
    group by ${sql.join(columns)}
    order by ${sql.join(columns.map(sortable))}
    limit ${query.limit}`.execute(db)
  return result.rows.map((row) => ({
    keyValues: keys.map((_, i) => row[`k${i}`] as string | null),
    resourceName: row.resource_name as string | null,
    billed: row.billed as string,
    expected: row.expected as string,
    unpriced: row.unpriced as string,
    hasUnpriced: row.has_unpriced as boolean,
    gpuSeconds: Number(row.gpu_seconds),
    inferred: row.inferred as boolean,
  }))
}

export interface ChargeExtent {
  readonly from: Day
  /** The last day with a charge, inclusive. */
  readonly last: Day
}

/** The first and the last day with a charge, of one account or of all; null where there is none. */
export async function chargeExtent(db: Connection, accountId: number | null): Promise<ChargeExtent | null> {
  const row = await db
    .selectFrom('charge_day')
    .select((eb) => [eb.fn.min('day').as('from'), eb.fn.max('day').as('last')])
    .$if(accountId !== null, (query) => query.where('account_id', '=', accountId!))
    .executeTakeFirstOrThrow()
  // An aggregate over no row is null, whatever the types say.
  return (row.from as Day | null) === null ? null : { from: row.from, last: row.last }
}

/** Billed by currency from one day to another. */
export async function billedByCurrency(
  db: Connection,
  accountId: number,
  from: Day,
  to: Day,
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('charge_day')
    .select((eb) => ['currency', eb.fn.sum<string>('billed').as('billed')])
    .where('account_id', '=', accountId)
    .where('day', '>=', from)
    .where('day', '<', to)
    .groupBy('currency')
    .execute()
  return new Map(rows.map(({ currency, billed }) => [currency, billed]))
}
