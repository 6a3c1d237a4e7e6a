import { setTimeout as delay } from 'node:timers/promises'
import { holdingAccount } from '../db/account-lock.ts'
import { listAccounts, type Account } from '../db/account-repository.ts'
import { listCursors } from '../db/cursor-repository.ts'
import {
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
import { SOURCE_NAMES, type IngestReport, type SourceName } from './ingest-report.ts'
import { AccountBusyError, type IngestProgress } from './run-ingest.ts'
import type { Sweep } from './source.ts'
import { defaultIntervals, dueSources, schedule, type Intervals, type ScheduledSource } from './schedule.ts'

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
  /** Reads one account; `runIngest` with the client of that account, and what is to follow a reading. */
  readonly run: (account: Account, request: RunRequest) => Promise<IngestReport>
  /** False: only jobs that are asked for run (a pinned clock never makes anything due). */
  readonly scheduled: boolean
  readonly intervals?: Partial<Intervals>
  /** What was thrown: by a run of an account, or by the store (null). Sources that failed are in the report. */
  readonly onError?: (error: unknown, account: Account | null) => void
  /** How often the job table is looked at. Default one second. */
  readonly pollMs?: number
}

export interface Scheduler {
  /** When each source of an account was read and is due next; empty where the schedule is off. */
  status(accountId: number): Promise<ScheduledSource[]>
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
  /** What this process does or will do on each account, one after another. */
  const busy = new Map<number, Promise<void>>()
  const triedAt = new Map<number, Map<SourceName, Instant>>()

  async function statusOf(accountId: number): Promise<ScheduledSource[]> {
    const read = await listCursors(store.db, accountId)
    const tried = triedAt.get(accountId)
    const times = SOURCE_NAMES.map(
      (name) => [name, { readAt: read.get(name) ?? null, triedAt: tried?.get(name) ?? null }] as const,
    )
    return schedule(new Map(times), intervals)
  }

  const enqueue = (account: Account, work: () => Promise<void>) => {
    const before = busy.get(account.accountId) ?? Promise.resolve()
    const now = before.then(work).catch((error: unknown) => {
      if (!stopping.signal.aborted) options.onError?.(error, account)
    })
    busy.set(account.accountId, now)
    void now.then(() => {
      if (busy.get(account.accountId) === now) busy.delete(account.accountId)
    })
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

  async function doJob(account: Account, job: Job) {
    const progress = throttledProgress(store, job)
    try {
      const report = await whenFree(
        () => read(account, { sources: sourcesOf(job), sweep: 'whole', onProgress: progress.tell }),
        pollMs,
        stopping.signal,
      )
      await progress.written()
      await finishJob(store.db, job, { ...report }, clock())
    } catch (error) {
      await progress.written()
      await failJob(store.db, job, error instanceof Error ? error.message : String(error), clock())
      throw error
    }
  }

  async function takeJobs() {
    for (
      let job = await takeJob(store.db, INGEST_JOB, clock());
      job;
      job = await takeJob(store.db, INGEST_JOB, clock())
    ) {
      const taken = job
      const account = (await listAccounts(store.db)).find(({ accountId }) => accountId === taken.accountId)!
      enqueue(account, () => doJob(account, taken))
    }
  }

  async function startDue() {
    for (const account of await listAccounts(store.db)) {
      const { accountId } = account
      if (busy.has(accountId)) continue
      const scheduled = await statusOf(accountId)
      const due = dueSources(scheduled, clock())
      if (due.length === 0) continue
      // The first reading is a job like one that was asked for, so that its progress can be seen.
      if (scheduled.every(({ nextAt }) => nextAt === 0)) await queueFirst(accountId)
      else enqueue(account, () => readDue(account))
    }
  }

  async function queueFirst(accountId: number) {
    if (await findOpenJob(store.db, accountId, INGEST_JOB)) return
    await queueJob(store.db, { accountId, kind: INGEST_JOB, requestedAt: clock() })
  }

  async function readDue(account: Account) {
    const due = dueSources(await statusOf(account.accountId), clock())
    if (due.length === 0) return
    await read(account, { sources: due, sweep: 'due', onProgress: () => undefined }).catch((error: unknown) => {
      // Another process reads the account; what it leaves will be due later.
      if (!(error instanceof AccountBusyError)) throw error
    })
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
      await attempt(takeJobs)
      if (options.scheduled && performance.now() - checkedAt >= DUE_CHECK_MS) {
        await attempt(startDue)
        checkedAt = performance.now()
      }
      await delay(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const looping = loop()
  return {
    status: (accountId) => (options.scheduled ? statusOf(accountId) : Promise.resolve([])),
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

/** Waits for the end of the reading that is under way elsewhere. */
async function whenFree<T>(work: () => Promise<T>, pollMs: number, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AccountBusyError)) throw error
      await delay(pollMs, undefined, { signal })
    }
  }
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
