import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import {
  DIMENSIONS,
  NOT_ASSIGNED,
  NOT_ASSIGNED_FILTER,
  type Assignments,
  type Dimension,
  type DimensionFilter,
} from '../engine/index.ts'
import { fromDayOf, toDayOf } from './day-bound.ts'
import { unnest } from './unnest.ts'

/** Whose the resources of some accounts are. */
export type AssignmentsOfAccounts = ReadonlyMap<number, Assignments>

/** Whose shares of the charges are looked at. */
export interface AssignedParties {
  readonly assignments: AssignmentsOfAccounts
  readonly only: DimensionFilter
}

interface PartRow {
  readonly accountId: number
  readonly key: string
  readonly fromDay: string
  readonly toDay: string
  readonly values: Readonly<Record<Dimension, string | null>>
  /** The weights up to this part, and with it; of how many in all. */
  readonly before: bigint
  readonly upTo: bigint
  readonly whole: bigint
}

/**
 * `left join unnest(...) as u on ...`: gives each charge of `c` the parts of its resource on its day, one row a part; what
 * is not assigned has one row of nulls. Amounts are then taken by `shareOf`.
 */
export function joinAssignedParts(assignments: AssignmentsOfAccounts): RawBuilder<unknown> {
  const rows = [...assignments].flatMap(([accountId, spans]) => partRows(accountId, spans))
  const parts = unnest<PartRow>(rows, {
    account_id: ['int4', (row) => row.accountId],
    key: ['text', (row) => row.key],
    from_day: ['date', (row) => row.fromDay],
    to_day: ['date', (row) => row.toDay],
    project: ['text', (row) => row.values.project],
    owner: ['text', (row) => row.values.owner],
    cost_center: ['text', (row) => row.values.cost_center],
    before: ['numeric', (row) => String(row.before)],
    up_to: ['numeric', (row) => String(row.upTo)],
    whole: ['numeric', (row) => String(row.whole)],
  })
  return sql`left join ${parts} on u.account_id = c.account_id
    and u.key = case c.resource_type when 'ai_model' then c.resource_id || ' ' || c.currency else c.resource_id end
    and c.day >= u.from_day and c.day < u.to_day`
}

/** The column of a dimension beside that join. */
export const dimensionColumn = (dimension: Dimension): RawBuilder<string | null> => sql`${sql.ref(`u.${dimension}`)}`

/** Whether a part is of those that are looked at, beside that join. */
export function ofParties(only: DimensionFilter): RawBuilder<SqlBool> {
  const said = DIMENSIONS.flatMap((dimension) => {
    const value = only[dimension]
    return value === undefined ? [] : [isParty(dimensionColumn(dimension), value)]
  })
  return said.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(said, sql` and `)}`
}

/** Whether a column of a dimension has a value of a filter. */
export const isParty = (column: Expression<string | null>, value: string): RawBuilder<SqlBool> =>
  value === NOT_ASSIGNED_FILTER ? sql<SqlBool>`${column} is null` : sql<SqlBool>`${column}::text = ${value}`

/**
 * The part's share of an amount of so many places, by the running sum of the weights as `splitByWeight` has it, so that
 * the parts add up to the amount exactly.
 */
export function shareOf(amount: RawBuilder<unknown>, places: 0 | 12): RawBuilder<string> {
  const [up, down] = places === 0 ? [sql`1`, sql`1`] : [sql`1000000000000`, sql`0.000000000001`]
  const upTo = (weight: RawBuilder<unknown>) => sql`div(${amount} * ${up} * ${weight}, u.whole)`
  return sql`case when u.whole is null or u.whole = u.up_to - u.before then ${amount}
    else (${upTo(sql`u.up_to`)} - ${upTo(sql`u.before`)}) * ${down} end`
}

function partRows(accountId: number, assignments: Assignments): PartRow[] {
  const rows: PartRow[] = []
  for (const [key, spans] of assignments) {
    for (const { fromDay, toDay, parts } of spans) {
      if (parts.length === 1 && DIMENSIONS.every((each) => parts[0]!.values[each] === NOT_ASSIGNED[each])) continue
      const whole = parts.reduce((sum, { weight }) => sum + weight, 0n)
      let upTo = 0n
      for (const { values, weight } of parts) {
        const before = upTo
        upTo += weight
        const days = { fromDay: fromDayOf(fromDay), toDay: toDayOf(toDay) }
        rows.push({ accountId, key, ...days, values, before, upTo, whole })
      }
    }
  }
  return rows
}
