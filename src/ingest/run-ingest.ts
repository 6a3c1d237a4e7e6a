import type { BarrackClient } from '../barrack/client.ts'
import { refreshCharges } from '../charges/rebuild-charges.ts'
import { holdingAccount } from '../db/account-lock.ts'
import type { Account } from '../db/account-repository.ts'
import { failAbandonedIngestRuns, finishIngestRun, startIngestRun } from '../db/ingest-run-repository.ts'
import type { Store } from '../db/store.ts'
import { keepUp } from '../db/upkeep.ts'
import { calendarOf, defaultRules, type Instant, type RatingRules } from '../engine/index.ts'
import {
  NO_ROWS,
  SOURCE_NAMES,
  statusOf,
  type IngestReport,
  type RunStatus,
  type SourceName,
  type SourceReport,
} from './ingest-report.ts'
import { readSource } from './read-source.ts'
import { yieldStandIns } from './stand-ins.ts'
import type { IngestContext, Sweep } from './source.ts'
import { sources as allSources } from './sources/index.ts'

export interface IngestOptions {
  readonly store: Store
  readonly client: BarrackClient
  readonly account: Account
  /** The present; pinned where it stands still. */
  readonly clock: () => Instant
  readonly rules?: RatingRules
  /** Default: all. They are read in the order of SOURCE_NAMES whatever the order here. */
  readonly sources?: readonly SourceName[]
  /** Default whole; `due` reads of long lists what can have changed, as the schedule does between its daily sweeps. */
  readonly sweep?: Sweep
  readonly onProgress?: (progress: IngestProgress) => void
  /** Stops between two answers: what was written stays, the run is marked as failed, the reason is thrown. */
  readonly signal?: AbortSignal
}

/** How far a run is: what is being read, how many rows of it came, of how many, for how long. */
export interface IngestProgress {
  readonly source: SourceName
  readonly fetched: number
  /** Rows of the whole list, where the API tells. */
  readonly total: number | null
  readonly elapsedMs: number
  /** Set with the last word on a source. */
  readonly done: SourceReport | null
}

/** Another process, or another job of this one, is ingesting the account. */
export class AccountBusyError extends Error {
  override name = 'AccountBusyError'
}

/**
 * Reads an account into the store: each source in turn, each page as one transaction, so that a run that is ended at any
 * moment has lost nothing that it reported and a second one doubles nothing. Problems of sources are in the report.
 * @throws AccountBusyError at once where the account is being ingested already; the reason of the signal.
 */
export async function runIngest(options: IngestOptions): Promise<IngestReport> {
  const { store, account } = options
  const held = await holdingAccount(store, account.accountId, () => runHeldIngest(options))
  if (!held)
    throw new AccountBusyError(
      `The account '${account.slug}' is being ingested already: try again when that has ended.`,
    )
  return held.result
}

/** The same for a caller that holds the account (account-lock.ts). */
export async function runHeldIngest(options: IngestOptions): Promise<IngestReport> {
  const { store, account, clock } = options
  await failAbandonedIngestRuns(store.db, account.accountId, clock())
  await refreshCharges(contextOf(options))
  const report = await ingestOnce(options, contextOf(options), (status) => status)
  await yieldStandIns(contextOf(options))
  if (isMuch(report, store)) await keepUp(store)
  return report
}

/** So many rows of one run make the store's own upkeep come too late; PGlite has none, there all runs count together. */
const MANY_ROWS = 1000

/** Rows written to each PGlite since its last upkeep; what an earlier process wrote is not known and taken for many. */
const unkept = new WeakMap<Store['db'], number>()

function isMuch({ sources }: IngestReport, { db, kind }: Store): boolean {
  const written = Object.values(sources).reduce((sum, { inserted, updated }) => sum + inserted + updated, 0)
  const all = kind === 'pglite' ? written + (unkept.get(db) ?? MANY_ROWS) : written
  const isMany = written > 0 && all >= MANY_ROWS
  if (kind === 'pglite') unkept.set(db, isMany ? 0 : all)
  return isMany
}

export function contextOf(options: IngestOptions): IngestContext {
  return {
    sweep: options.sweep ?? 'whole',
    store: options.store,
    client: options.client,
    account: options.account,
    calendar: calendarOf(options.account.zone),
    rules: options.rules ?? defaultRules,
    clock: options.clock,
    signal: options.signal,
  }
}

/** One run, for a caller that holds the account. `shown` is what the stored run says of its end. */
export async function ingestOnce(
  options: Pick<IngestOptions, 'sources' | 'onProgress'>,
  context: IngestContext,
  shown: (status: RunStatus) => RunStatus | 'running',
): Promise<IngestReport> {
  const { store, client, account, clock } = context
  const names = SOURCE_NAMES.filter((name) => options.sources?.includes(name) ?? true)
  const startedAt = clock()
  const sentBefore = client.requests
  const runId = await startIngestRun(store.db, account.accountId, startedAt)
  const finish = async (status: RunStatus) => {
    const requests = client.requests - sentBefore
    const finishedAt = clock()
    await finishIngestRun(store.db, {
      accountId: account.accountId,
      runId,
      status: shown(status),
      requests,
      finishedAt,
    })
    return { requests, finishedAt: isoOf(finishedAt) }
  }
  try {
    const { sources, keyRefused } = await readAll(context, runId, names, options.onProgress)
    const status = keyRefused ? 'failed' : statusOf(Object.values(sources))
    const { requests, finishedAt } = await finish(status)
    return { status, startedAt: isoOf(startedAt), finishedAt, requests, sources }
  } catch (error) {
    await finish('failed')
    throw error
  }
}

async function readAll(
  context: IngestContext,
  runId: number,
  names: readonly SourceName[],
  onProgress: IngestOptions['onProgress'],
): Promise<{ sources: Partial<Record<SourceName, SourceReport>>; keyRefused: boolean }> {
  const reports: Partial<Record<SourceName, SourceReport>> = {}
  let keyRefused = false
  let isSilent = false
  let wasHeard = false
  for (const name of names) {
    if (keyRefused || isSilent) {
      const error = keyRefused ? 'not read: the key was refused' : 'not read: Barrack does not answer'
      reports[name] = { ...NO_ROWS, error }
      continue
    }
    const began = performance.now()
    const tell = (fetched: number, total: number | null, done: SourceReport | null) =>
      onProgress?.({ source: name, fetched, total, elapsedMs: performance.now() - began, done })
    tell(0, null, null)
    const { report, failure } = await readSource(context, allSources[name], runId, ({ fetched }, total) =>
      tell(fetched, total, null),
    )
    reports[name] = report
    tell(report.fetched, report.fetched, report)
    keyRefused = failure === 'unauthorized'
    // One path may be cut off alone; the host is gone where the source before it had no answer either.
    isSilent = failure === 'silent' && !wasHeard
    wasHeard = failure !== 'silent'
  }
  return { sources: reports, keyRefused }
}

function isoOf(at: Instant): string {
  return new Date(at).toISOString()
}
