import { sql, type Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { JsonObject } from './schema/column.ts'
import type { JobStatus, JobTable } from './schema/job.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What one side of the house asks of another, with how far it is. */
export interface Job extends JobKey {
  readonly kind: string
  readonly status: JobStatus
  readonly input: JsonObject
  readonly progress: JsonObject | null
  readonly result: JsonObject | null
  readonly error: string | null
  readonly requestedAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
}

export interface JobKey {
  readonly accountId: number
  readonly jobId: number
}

export async function queueJob(
  db: Connection,
  job: { accountId: number; kind: string; input?: JsonObject; requestedAt: Instant },
): Promise<Job> {
  const row = await db
    .insertInto('job')
    .values({
      account_id: job.accountId,
      kind: job.kind,
      status: 'queued',
      input: JSON.stringify(job.input ?? {}),
      requested_at: isoOf(job.requestedAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return jobOf(row)
}

/** The accounts for which a job of a kind waits. */
export async function accountsWithQueuedJobs(db: Connection, kind: string): Promise<number[]> {
  const rows = await db
    .selectFrom('job')
    .select('account_id')
    .distinct()
    .where('status', '=', 'queued')
    .where('kind', '=', kind)
    .orderBy('account_id')
    .execute()
  return rows.map((row) => row.account_id)
}

/**
 * Takes the queued job of an account and kind that waits longest and marks it as running. Two takers never get the same
 * one. Whoever holds the account meanwhile (account-lock.ts) keeps it from being taken for abandoned.
 */
export async function takeJob(
  db: Connection,
  accountId: number,
  kind: string,
  startedAt: Instant,
): Promise<Job | null> {
  const next = db
    .selectFrom('job')
    .select(['account_id', 'job_id'])
    .where('account_id', '=', accountId)
    .where('status', '=', 'queued')
    .where('kind', '=', kind)
    .orderBy('requested_at')
    .orderBy('job_id')
    .limit(1)
    .forUpdate()
    .skipLocked()
  const row = await db
    .updateTable('job')
    .from(next.as('next'))
    .set({ status: 'running', started_at: isoOf(startedAt) })
    .whereRef('job.account_id', '=', 'next.account_id')
    .whereRef('job.job_id', '=', 'next.job_id')
    .returningAll('job')
    .executeTakeFirst()
  return row ? jobOf(row) : null
}

/** The job of a kind that is queued or running, the running one first. */
export async function findOpenJob(db: Connection, accountId: number, kind: string): Promise<Job | null> {
  const row = await db
    .selectFrom('job')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('status', 'in', ['queued', 'running'])
    .orderBy(sql`status = 'queued'`)
    .orderBy('job_id')
    .executeTakeFirst()
  return row ? jobOf(row) : null
}

export async function getJob(db: Connection, { accountId, jobId }: JobKey): Promise<Job | null> {
  const row = await db
    .selectFrom('job')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('job_id', '=', jobId)
    .executeTakeFirst()
  return row ? jobOf(row) : null
}

export async function setJobProgress(db: Connection, key: JobKey, progress: JsonObject): Promise<void> {
  await update(db, key, { progress: JSON.stringify(progress) })
}

export async function finishJob(db: Connection, key: JobKey, result: JsonObject, finishedAt: Instant): Promise<void> {
  await update(db, key, { status: 'done', result: JSON.stringify(result), finished_at: isoOf(finishedAt) })
}

export async function failJob(db: Connection, key: JobKey, error: string, finishedAt: Instant): Promise<void> {
  await update(db, key, { status: 'failed', error, finished_at: isoOf(finishedAt) })
}

/**
 * Marks as failed what an ended process left running, and gives how many. Only for a caller that holds the account
 * (account-lock.ts): another process may be at work on it otherwise.
 */
export async function failAbandonedJobs(db: Connection, accountId: number, finishedAt: Instant): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('job')
    .set({ status: 'failed', error: 'The process that ran it ended', finished_at: isoOf(finishedAt) })
    .where('account_id', '=', accountId)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

async function update(
  db: Connection,
  { accountId, jobId }: JobKey,
  values: { status?: JobStatus; progress?: string; result?: string; error?: string; finished_at?: string },
): Promise<void> {
  await db.updateTable('job').set(values).where('account_id', '=', accountId).where('job_id', '=', jobId).execute()
}

function jobOf(row: Selectable<JobTable>): Job {
  const { kind, status, input, progress, result, error } = row
  return {
    accountId: row.account_id,
    jobId: row.job_id,
    kind,
    status,
    input,
    progress,
    result,
    error,
    requestedAt: row.requested_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}
