import type { Instant } from '../engine/time.ts'
import type { IngestStatus } from './schema/ingest-run.ts'
import type { JobStatus } from './schema/job.ts'
import type { Connection } from './store.ts'

export interface IngestRunRow {
  readonly runId: number
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly status: IngestStatus
  readonly requests: number
}

export interface IngestSourceRow {
  readonly runId: number
  readonly source: string
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
  readonly error: string | null
  readonly finishedAt: Instant
}

const RUN = ['run_id as runId', 'started_at as startedAt', 'finished_at as finishedAt', 'status', 'requests'] as const

/** Runs of an account, newest first; `before` is the run id of the page before. */
export async function findIngestRuns(
  db: Connection,
  accountId: number,
  { before, limit }: { before: number | null; limit: number },
): Promise<IngestRunRow[]> {
  return db
    .selectFrom('ingest_run')
    .select(RUN)
    .where('account_id', '=', accountId)
    .$if(before !== null, (query) => query.where('run_id', '<', before!))
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute()
}

/** The last run that came to its end, or null before the first. */
export async function lastFinishedRun(db: Connection, accountId: number): Promise<IngestRunRow | null> {
  const row = await db
    .selectFrom('ingest_run')
    .select(RUN)
    .where('account_id', '=', accountId)
    .where('finished_at', 'is not', null)
    .where('status', '<>', 'running')
    .orderBy('run_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The sources of some runs, in the order in which they were read. */
export async function findIngestSources(
  db: Connection,
  accountId: number,
  runIds: readonly number[],
): Promise<IngestSourceRow[]> {
  if (runIds.length === 0) return []
  return db
    .selectFrom('ingest_source')
    .select(['run_id as runId', 'source', 'fetched', 'inserted', 'updated', 'unchanged', 'quarantined', 'error'])
    .select('finished_at as finishedAt')
    .where('account_id', '=', accountId)
    .where('run_id', 'in', runIds)
    .orderBy('finished_at')
    .orderBy('source')
    .execute()
}

/** When each source was last read to its end. */
export async function readingsBySource(db: Connection, accountId: number): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom('source_cursor')
    .select(['source', 'read_at'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map((row) => [row.source, row.read_at]))
}

export interface JobRow {
  readonly jobId: number
  readonly kind: string
  readonly status: JobStatus
  readonly requestedAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
  readonly progress: unknown
  readonly result: unknown
  readonly error: string | null
}

const JOB = [
  'job_id as jobId',
  'kind',
  'status',
  'requested_at as requestedAt',
  'started_at as startedAt',
  'finished_at as finishedAt',
  'progress',
  'result',
  'error',
] as const

export async function findJobById(db: Connection, accountId: number, jobId: number): Promise<JobRow | null> {
  const row = await db
    .selectFrom('job')
    .select(JOB)
    .where('account_id', '=', accountId)
    .where('job_id', '=', jobId)
    .executeTakeFirst()
  return row ?? null
}

/** The ingest that is queued or under way, or null. */
export async function openIngestJob(db: Connection, accountId: number): Promise<JobRow | null> {
  const row = await db
    .selectFrom('job')
    .select(JOB)
    .where('account_id', '=', accountId)
    .where('kind', '=', 'ingest')
    .where('status', 'in', ['queued', 'running'])
    .orderBy('job_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export interface QuarantineRow {
  readonly source: string
  readonly fingerprint: string
  readonly reason: string
  readonly payload: unknown
  readonly firstSeen: Instant
  readonly lastSeen: Instant
}

/** What could not be understood and still stands so, by source and fingerprint. */
export async function findQuarantine(
  db: Connection,
  accountId: number,
  { after, limit }: { after: readonly string[] | null; limit: number },
): Promise<QuarantineRow[]> {
  return db
    .selectFrom('quarantine')
    .select(['source', 'fingerprint', 'reason', 'payload', 'first_seen as firstSeen', 'last_seen as lastSeen'])
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('source', 'fingerprint'), '>', eb.tuple(after![0]!, after![1]!))),
    )
    .orderBy('source')
    .orderBy('fingerprint')
    .limit(limit)
    .execute()
}

export async function countQuarantine(db: Connection, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.rows
}
