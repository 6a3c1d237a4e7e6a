/** The sources by the names of the report, in the order in which they are read: states before the bills they explain. */
export const SOURCE_NAMES = [
  'balance',
  'regions',
  'gpu-specs',
  'gpu-stocks',
  'pricing',
  'instances',
  'hibernated',
  'volumes',
  'volume-types',
  'snapshots',
  'images',
  'ai-models',
  'ai-summary',
  'ai-history',
  'instance-billing',
  'volume-billing',
  'snapshot-billing',
] as const
export type SourceName = (typeof SOURCE_NAMES)[number]

/** Rows of one source: fetched = inserted + updated + unchanged + quarantined. */
export interface Counts {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
}

/** What is to be said of a source that was read to its end. */
export interface SourceNote {
  readonly text: string
  /** Whether something beside its rows could not be read: the run is then partial. */
  readonly isFailure: boolean
}

export interface SourceReport extends Counts {
  /** Why it was not read to its end. */
  readonly error: string | null
  readonly note?: SourceNote
}

export type RunStatus = 'ok' | 'partial' | 'failed'

/** What `ingest --json` prints. */
export interface IngestReport {
  readonly status: RunStatus
  readonly startedAt: string
  readonly finishedAt: string
  readonly requests: number
  readonly sources: Readonly<Partial<Record<SourceName, SourceReport>>>
}

/** The error of a source that the account does not have: noted, no failure. */
export const NOT_OFFERED = 'not offered'

export const NO_ROWS: Counts = { fetched: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 }

/** The counts of rows of which these were inserted, updated, left and refused. */
export function countsOf(parts: Partial<Omit<Counts, 'fetched'>>): Counts {
  const { inserted = 0, updated = 0, unchanged = 0, quarantined = 0 } = parts
  return { fetched: inserted + updated + unchanged + quarantined, inserted, updated, unchanged, quarantined }
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    fetched: a.fetched + b.fetched,
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    quarantined: a.quarantined + b.quarantined,
  }
}

/**
 * ok: every offered source was read to its end with all that belongs to it; partial: some were; failed: none was. A turn of the schedule in which
 * nothing but sources that are not offered was due has failed in nothing; an account that offers none at all has.
 */
export function statusOf(sources: readonly SourceReport[]): RunStatus {
  const read = sources.filter(({ error }) => error === null).length
  const whole = sources.filter(({ error, note }) => error === null && note?.isFailure !== true).length
  const offered = sources.filter(({ error }) => error !== NOT_OFFERED).length
  if (read === 0) return offered === 0 && sources.length < SOURCE_NAMES.length ? 'ok' : 'failed'
  return whole === offered ? 'ok' : 'partial'
}

/** What went wrong with a source, whether or not its rows came. */
export function failureOf({ error, note }: SourceReport): string | null {
  return error ?? (note?.isFailure ? note.text : null)
}

/** The same report with its fields and sources in their order: a store that keeps JSON does not keep it. */
export function inOrder({ status, startedAt, finishedAt, requests, sources }: IngestReport): IngestReport {
  const ordered: Partial<Record<SourceName, SourceReport>> = {}
  for (const name of SOURCE_NAMES) {
    const source = sources[name]
    if (!source) continue
    const { fetched, inserted, updated, unchanged, quarantined } = source
    ordered[name] = { fetched, inserted, updated, unchanged, quarantined, error: failureOf(source) }
  }
  return { status, startedAt, finishedAt, requests, sources: ordered }
}
