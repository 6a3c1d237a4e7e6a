import { sql, type Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { IngestRunTable, IngestStatus } from './schema/ingest-run.ts'
import type { IngestSourceTable } from './schema/ingest-source.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface IngestRun {
  readonly accountId: number
  readonly runId: number
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly status: IngestStatus
  readonly requests: number
  /** In the order in which they were read. */
  readonly sources: readonly IngestSource[]
}

export interface IngestSource {
  readonly source: string
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
  /** Why it was not read to its end. */
  readonly error: string | null
  /** What beside its rows could not be read. */
  readonly note?: string | null
  /** What it took. */
  readonly requests: number
  readonly finishedAt: Instant
}

/** Opens a run and gives its number. */
export async function startIngestRun(db: Connection, accountId: number, startedAt: Instant): Promise<number> {
  const { run_id: runId } = await db
    .insertInto('ingest_run')
    .values({ account_id: accountId, started_at: isoOf(startedAt), status: 'running' })
    .returning('run_id')
    .executeTakeFirstOrThrow()
  return runId
}

/** Notes what the run did with one source; call it in the transaction that wrote the rows. */
export async function recordIngestSource(
  db: Connection,
  accountId: number,
  runId: number,
  { finishedAt, ...counts }: IngestSource,
): Promise<void> {
  await db
    .insertInto('ingest_source')
    .values({ account_id: accountId, run_id: runId, ...counts, finished_at: isoOf(finishedAt) })
    .execute()
}

export async function finishIngestRun(
  db: Connection,
  run: Pick<IngestRun, 'accountId' | 'runId' | 'status' | 'requests'> & { finishedAt: Instant },
): Promise<void> {
  await db
    .updateTable('ingest_run')
    .set({ status: run.status, requests: run.requests, finished_at: isoOf(run.finishedAt) })
    .where('account_id', '=', run.accountId)
    .where('run_id', '=', run.runId)
    .execute()
}

/** The last runs with their sources, the newest first. */
export async function latestIngestRuns(db: Connection, accountId: number, limit: number): Promise<IngestRun[]> {
  const runs = await db
    .selectFrom('ingest_run')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute()
  return withSources(db, accountId, runs)
}

/** The newest run that came to an end and is shown so, or null before the first did. */
export async function lastFinishedIngestRun(db: Connection, accountId: number): Promise<IngestRun | null> {
  const runs = await db
    .selectFrom('ingest_run')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('finished_at', 'is not', null)
    .where('status', '<>', 'running')
    .orderBy('run_id', 'desc')
    .limit(1)
    .execute()
  const [run] = await withSources(db, accountId, runs)
  return run ?? null
}

/** How a source fared when it was last read, in whichever run that was. */
export interface SourceOutcome {
  readonly source: string
  /** What of it could not be read. */
  readonly error: string | null
  readonly finishedAt: Instant
}

/** The outcome of each source by its name; one look into the index for each, however many runs there were. */
export async function latestSourceOutcomes(db: Connection, accountId: number): Promise<SourceOutcome[]> {
  const { rows } = await sql<SourceOutcome>`
    with recursive sources as (
      (select source from ingest_source where account_id = ${accountId} order by source limit 1)
      union all
      select (select source from ingest_source where account_id = ${accountId} and source > s.source
        order by source limit 1) from sources s where s.source is not null
    )
    select l.source, coalesce(l.error, l.note) as error, l.finished_at as "finishedAt"
    from sources s cross join lateral (
      select source, error, note, finished_at from ingest_source where account_id = ${accountId} and source = s.source
      order by run_id desc limit 1
    ) l order by 1`.execute(db)
  return rows
}

/** What a reading of each source took lately, by the mean of the last so many that sent any request. */
export async function requestsPerReading(db: Connection, accountId: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ source: string; requests: number }>`
    select c.source, avg(l.requests)::float8 as requests
    from source_cursor c cross join lateral (
      select requests from ingest_source where account_id = ${accountId} and source = c.source
      order by run_id desc limit ${AVERAGED_READINGS}
    ) l
    where c.account_id = ${accountId} and l.requests > 0
    group by c.source`.execute(db)
  return new Map(rows.map(({ source, requests }) => [source, requests]))
}

/** A day of hourly readings, so that the daily whole one counts once. */
const AVERAGED_READINGS = 24

/** Marks as failed the runs that an ended process left open; for a caller that holds the account (account-lock.ts). */
export async function failAbandonedIngestRuns(db: Connection, accountId: number, finishedAt: Instant): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('ingest_run')
    .set({ status: 'failed', finished_at: isoOf(finishedAt) })
    .where('account_id', '=', accountId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Gives runs that ended while they were still shown as running their status: what was lived through is over. */
export async function settleIngestRuns(db: Connection, accountId: number): Promise<void> {
  await sql`update ingest_run r
    set status = case when exists (
      select from ingest_source s where s.account_id = r.account_id and s.run_id = r.run_id
        and (s.error <> 'not offered' or s.note is not null)
    ) then 'partial' else 'ok' end
    where r.account_id = ${accountId} and r.status = 'running' and r.finished_at is not null`.execute(db)
}

async function withSources(
  db: Connection,
  accountId: number,
  runs: readonly Selectable<IngestRunTable>[],
): Promise<IngestRun[]> {
  if (runs.length === 0) return []
  const runIds = runs.map(({ run_id: runId }) => runId)
  const sources = await db
    .selectFrom('ingest_source')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('run_id', 'in', runIds)
    .orderBy('finished_at')
    .orderBy('source')
    .execute()
  const byRun = Map.groupBy(sources, ({ run_id: runId }) => runId)
  return runs.map((run) => ({
    accountId,
    runId: run.run_id,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    status: run.status,
    requests: run.requests,
    sources: (byRun.get(run.run_id) ?? []).map(sourceOf),
  }))
}

function sourceOf(row: Selectable<IngestSourceTable>): IngestSource {
  const {
    source,
    fetched,
    inserted,
    updated,
    unchanged,
    quarantined,
    error,
    note,
    requests,
    finished_at: finishedAt,
  } = row
  return {
    source,
    fetched,
    inserted,
    updated,
    unchanged,
    quarantined,
    error,
    requests,
    finishedAt,
    ...(note !== null && { note }),
  }
}
