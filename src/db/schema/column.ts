import type { ColumnType, Generated } from 'kysely'
import type { Day, Instant } from '../../engine/time.ts'

/**
 * How column types look from here, the same on both stores (see ../parsers.ts).
 * Reading gives the first type, writing takes the second. In a `where`, wrap an instant: `timestamptz(at)`.
 */

/** timestamptz: read as epoch milliseconds UTC, written as ISO text (`isoOf(at)`). */
export type Timestamp = ColumnType<Instant, string, string>
export type NullableTimestamp = ColumnType<Instant | null, string | null | undefined, string | null>

/** numeric(38,12): a decimal string both ways; `parsePicos` and `formatPicos` of the engine stand at this edge. */
export type Decimal = string

/** date: 'YYYY-MM-DD' both ways. */
export type DayColumn = Day

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }
export type JsonObject = Readonly<Record<string, unknown>>

/** jsonb: read parsed, written as JSON text (`JSON.stringify`). */
export type Json<Read = JsonObject> = ColumnType<Read, string, string>
export type JsonWithDefault<Read = JsonObject> = ColumnType<Read, string | undefined, string>
export type NullableJson<Read = JsonObject> = ColumnType<Read | null, string | null | undefined, string | null>

/** An identity column: the store gives the number. */
export type Identity = ColumnType<number, never, never>

export type WithDefault<T> = Generated<T>
