import { setTimeout as delay } from 'node:timers/promises'
import { holdingAccount } from '../db/account-lock.ts'
import { listAccounts, type Account } from '../db/account-repository.ts'
import {
  accountsWithQueuedJobs,
  failAbandonedJobs,
  failJob,
  findOpenJob,
  finishJob,
  queueJob,
  setJobProgress,
  takeJob,
  type Job,
} from '../db/job-repository.ts'
import type { Store } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'
import { accountSchedule } from './account-schedule.ts'
import { SOURCE_NAMES, type IngestReport, type SourceName } from './ingest-report.ts'
import type { IngestProgress } from './run-ingest.ts'
import type { Sweep } from './source.ts'
import { defaultIntervals, dueSources, type Intervals, type ScheduledSource } from './schedule.ts'

export interface RunRequest {
  /** Undefined: all. */
  readonly sources: readonly SourceName[] | undefined
  /** whole where a person asked for it, due where the schedule did. */
  readonly sweep: Sweep
  readonly onProgress: (progress: IngestProgress) => void
  readonly signal: AbortSignal
}

export interface SchedulerOptions {
  readonly store: Store
  readonly clock: () => Instant
  /** Reads one account, which the scheduler holds: `runHeldIngest` with its client, and what is to follow a reading. */
  readonly run: (account: Account, request: RunRequest) => Promise<IngestReport>
  /** Whether an account can be read now; one that cannot is not due. Default: each can. */
  readonly canRead?: (account: Account) => Promise<boolean>
  /** False: only jobs that are asked for run (a pinned clock never makes anything due). */
  readonly scheduled: boolean
  readonly intervals?: Partial<Intervals>
  /** Requests a minute that an account allows, of which the schedule takes a tenth at most; without it no limit. */
  readonly maxPerMinute?: (account: Account) => Promise<number | null>
  /** What was thrown: by a run of an account, or by the store (null). Sources that failed are in the report. */
  readonly onError?: (error: unknown, account: Account | null) => void
  /** How often the job table is looked at. Default one second. */
  readonly pollMs?: number
}

export interface Scheduler {
  /** When each source of an account was read and is due next; empty where the schedule is off. */
  status(account: Account): Promise<readonly ScheduledSource[]>
  /** Ends what runs between two answers and resolves when it has. */
  stop(): Promise<void>
}

export const INGEST_JOB = 'ingest'
const DUE_CHECK_MS = 5000
const PROGRESS_MS = 500

/**
 * Reads accounts when they are due and when a job row asks for it. Any number of processes may do so on one store: a job
 * is taken once, an account is read by one at a time, and what another process has read is no longer due here.
 */
export function startScheduler(options: SchedulerOptions): Scheduler {
  const { store, clock } = options
  const intervals: Intervals = { ...defaultIntervals, ...options.intervals }
  const pollMs = options.pollMs ?? 1000
  const stopping = new AbortController()
  /** What this process does on each account. */
  const busy = new Map<number, Promise<void>>()
  /** Tries that left no row behind, because the store was away. */
  const triedAt = new Map<number, Map<SourceName, Instant>>()

  async function statusOf(account: Account): Promise<readonly ScheduledSource[]> {
    const maxPerMinute = (await options.maxPerMinute?.(account)) ?? null
    const tried = triedAt.get(account.accountId)
    const { sources } = await accountSchedule(store.db, account.accountId, { intervals, maxPerMinute, tried })
    return sources
  }

  const begin = (account: Account, work: (account: Account) => Promise<void>) => {
    const { accountId } = account
    const ended = work(account)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) options.onError?.(error, account)
      })
      .finally(() => busy.delete(accountId))
    busy.set(accountId, ended)
  }

  async function read(account: Account, request: Omit<RunRequest, 'signal'>) {
    const { sources } = request
    try {
      return await options.run(account, { ...request, signal: stopping.signal })
    } finally {
      const tried = triedAt.get(account.accountId) ?? new Map<SourceName, Instant>()
      triedAt.set(account.accountId, tried)
      for (const source of sources ?? SOURCE_NAMES) tried.set(source, clock())
    }
  }

  /**
   * The account's queued jobs one after another, unless another process holds the account: then they wait for a later
   * turn. Taken under the hold, a job that runs is never mistaken for one that an ended process left.
   */
  async function doJobs(account: Account) {
    const { accountId } = account
    await holdingAccount(store, accountId, async () => {
      await failAbandonedJobs(store.db, accountId, clock())
      while (!stopping.signal.aborted) {
        const job = await takeJob(store.db, accountId, INGEST_JOB, clock())
        if (!job) return
        await doJob(account, job)
      }
    })
  }

  async function doJob(account: Account, job: Job) {
    const progress = throttledProgress(store, job)
    try {
      const report = await read(account, { sources: sourcesOf(job), sweep: 'whole', onProgress: progress.tell })
      await progress.written()
      await finishJob(store.db, job, { ...report }, clock())
    } catch (error) {
      await progress.written()
      await failJob(store.db, job, error instanceof Error ? error.message : String(error), clock())
      throw error
    }
  }

  async function startJobs() {
    const waiting = new Set(await accountsWithQueuedJobs(store.db, INGEST_JOB))
    if (waiting.size === 0) return
    for (const account of await listAccounts(store.db))
      if (waiting.has(account.accountId) && !busy.has(account.accountId)) begin(account, doJobs)
  }

  async function startDue() {
    for (const account of await listAccounts(store.db)) {
      if (busy.has(account.accountId)) continue
      if (options.canRead && !(await options.canRead(account))) continue
      if (dueSources(await statusOf(account), clock()).length > 0) begin(account, readDue)
    }
  }

  /** What another process reads meanwhile will not be due here when it has ended. */
  async function readDue(account: Account) {
    const { accountId } = account
    await holdingAccount(store, accountId, async () => {
      const scheduled = await statusOf(account)
      // The first reading is a job like one that was asked for, so that its progress can be seen.
      if (scheduled.every(({ nextAt }) => nextAt === 0)) return queueFirst(accountId)
      const due = dueSources(scheduled, clock())
      if (due.length > 0) await read(account, { sources: due, sweep: 'due', onProgress: () => undefined })
    })
  }

  async function queueFirst(accountId: number) {
    await failAbandonedJobs(store.db, accountId, clock())
    if (await findOpenJob(store.db, accountId, INGEST_JOB)) return
    await queueJob(store.db, { accountId, kind: INGEST_JOB, requestedAt: clock() })
  }

  /** The store may be away for a while: what fails in one turn is tried again in the next. */
  async function attempt(turn: () => Promise<void>) {
    try {
      await turn()
    } catch (error) {
      if (!stopping.signal.aborted) options.onError?.(error, null)
    }
  }

  async function loop() {
    await attempt(async () => {
      for (const { accountId } of await listAccounts(store.db))
        await holdingAccount(store, accountId, () => failAbandonedJobs(store.db, accountId, clock()))
    })
    for (let checkedAt = -Infinity; !stopping.signal.aborted;) {
      await attempt(startJobs)
      if (options.scheduled && performance.now() - checkedAt >= DUE_CHECK_MS) {
        await attempt(startDue)
        checkedAt = performance.now()
      }
      await delay(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const looping = loop()
  return {
    status: (account) => (options.scheduled ? statusOf(account) : Promise.resolve([])),
    async stop() {
      stopping.abort(new Error('The scheduler was stopped'))
      await looping
      await Promise.all(busy.values())
    },
  }
}

function sourcesOf({ input }: Job): SourceName[] | undefined {
  const asked = input.sources
  return Array.isArray(asked) ? SOURCE_NAMES.filter((name) => asked.includes(name)) : undefined
}

/** Writes how far a job is, twice a second at most: each write waits for its turn behind the rows. */
function throttledProgress(store: Store, job: Job) {
  let writing = Promise.resolve()
  let toldAt = -Infinity
  return {
    tell: (progress: IngestProgress) => {
      if (progress.done === null && performance.now() - toldAt < PROGRESS_MS) return
      toldAt = performance.now()
      writing = writing.then(() => setJobProgress(store.db, job, { ...progress })).catch(() => undefined)
    },
    written: () => writing,
  }
}
