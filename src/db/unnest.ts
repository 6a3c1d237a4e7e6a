import { sql, type RawBuilder } from 'kysely'
import { formatPicos } from '../engine/money.ts'
import { jsonText } from './json-text.ts'
import type { Database } from './store.ts'

/** `picos`: an amount in 1e-12 for a numeric(38, 12), which need not become text on its way. */
export type ElementType =
  'text' | 'timestamptz' | 'numeric' | 'picos' | 'int8' | 'int4' | 'boolean' | 'date' | 'jsonb' | 'text[]'

/** Column -> its type and where its value comes from. */
export type Columns<Row> = Readonly<Record<string, readonly [type: ElementType, value: (row: Row) => unknown]>>

/**
 * `insert into TABLE (account_id, a, b) select 1, u.a, u.b from unnest($1::text[], $2::int4[]) as u (a, b)`: any number
 * of rows in one statement with one parameter per column, the same text on both stores. Append ` on conflict ...`.
 */
export function insertRows<Row>(
  table: keyof Database,
  accountId: number,
  rows: readonly Row[],
  columns: Columns<Row>,
): RawBuilder<unknown> {
  const names = Object.keys(columns)
  const list = sql.join([sql.ref('account_id'), ...names.map((name) => sql.ref(name))])
  return sql`insert into ${sql.table(table)} (${list}) select ${accountId}::int4, ${selected(columns)} from ${unnest(rows, columns)}`
}

/** `unnest($1::text[], ...) as u (a, ...)`, to join with or to select from. */
export function unnest<Row>(rows: readonly Row[], columns: Columns<Row>): RawBuilder<unknown> {
  const names = Object.keys(columns)
  const arrays = Object.values(columns).map(
    ([type, value]) => sql`${rows.map((row) => elementOf(type, value(row)))}::${sql.raw(carrier(type))}[]`,
  )
  return sql`unnest(${sql.join(arrays)}) as u (${sql.join(names.map((name) => sql.ref(name)))})`
}

/** `a = excluded.a, b = excluded.b`, for `on conflict ... do update set`. */
export function excluded(...columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))
}

function selected<Row>(columns: Columns<Row>): RawBuilder<unknown> {
  return sql.join(
    Object.entries(columns).map(([name, [type]]) =>
      type === 'text[]' ? sql`${sql.ref(`u.${name}`)}::text[]` : sql`${sql.ref(`u.${name}`)}`,
    ),
  )
}

/** Arrays of arrays would have to be of one length: an inner array travels as the text of its literal. */
function carrier(type: ElementType): string {
  return type === 'text[]' ? 'text' : type === 'picos' ? 'numeric' : type
}

function elementOf(type: ElementType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'timestamptz') return new Date(value as number).toISOString()
  if (type === 'jsonb') return jsonText(value)
  if (type === 'picos') return formatPicos(value as bigint)
  if (type === 'text[]')
    return `{${(value as string[]).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
  return value
}
