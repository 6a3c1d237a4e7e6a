import type { Instant } from '../engine/index.ts'

/** An instant as it stands in answers: 0 gives '1970-01-01T00:00:00.000Z'. */
export const toIso = (at: Instant): string => new Date(at).toISOString()

export const toIsoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))
