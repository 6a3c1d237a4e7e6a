import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../engine/time.ts'

/** The text form of an instant for inserts and for arrays of unnest: 0 gives '1970-01-01T00:00:00.000Z'. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString()
}

/** The same where a column may be null. */
export function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoOf(at)
}

/** An instant as an expression, for `where` and `set`: `.where('observed_at', '<', timestamptz(at))`. */
export function timestamptz(at: Instant): RawBuilder<Instant> {
  return sql<Instant>`${isoOf(at)}::timestamptz`
}
