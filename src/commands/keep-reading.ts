import type { Account } from '../db/account-repository.ts'
import { findOpenJob, queueJob } from '../db/job-repository.ts'
import { lastFinishedIngestRun } from '../db/ingest-run-repository.ts'
import { INGEST_JOB, startScheduler, type RunRequest, type Scheduler } from '../ingest/scheduler.ts'
import { runHeldIngest } from '../ingest/run-ingest.ts'
import type { AccountSource } from './account-source.ts'
import { afterReading } from './after-reading.ts'
import { livePast } from './live-past.ts'
import { progressLines } from './progress.ts'
import { watchForBurn } from './keep-watch.ts'
import type { Product } from './product.ts'
import { say } from './talk.ts'

/**
 * Reads the account now, on its schedule and on request. With a pinned clock the schedule is off: it is read once, and
 * when asked for. A reading that fails is said and comes again when it is due.
 */
export async function keepReading(product: Product, source: AccountSource, signal: AbortSignal): Promise<Scheduler> {
  const { store, account, clock, config } = product
  await livePast(product, source, signal)
  if (config.now !== null) await queueFirstReading(product)
  return startScheduler({
    store,
    clock,
    scheduled: config.now === null,
    run: (of, request) => readAccount(product, source, of, request),
    onError: (error) => {
      product.log.error({ error }, 'a reading failed')
      say(`A reading of ${account.name} failed: ${(error as Error).message}`)
    },
  })
}

async function queueFirstReading({ store, account, clock }: Product): Promise<void> {
  const { accountId } = account
  if (await lastFinishedIngestRun(store.db, accountId)) return
  if (await findOpenJob(store.db, accountId, INGEST_JOB)) return
  await queueJob(store.db, { accountId, kind: INGEST_JOB, requestedAt: clock() })
}

async function readAccount(
  product: Product,
  { client }: AccountSource,
  account: Account,
  { sources, sweep, onProgress, signal }: RunRequest,
) {
  const { store, clock, config, log } = product
  const line = sources ? () => undefined : progressLines()
  let guarding = Promise.resolve()
  const report = await runHeldIngest({
    store,
    client,
    account,
    clock,
    rules: config.rules,
    signal,
    sweep,
    ...(sources && { sources }),
    onProgress: (progress) => {
      onProgress(progress)
      line(progress)
      if (progress.source === 'instances' && progress.done?.error === null) guarding = watchForBurn(product, account)
    },
  })
  await guarding
  log.info({ account: account.slug, status: report.status, requests: report.requests }, 'read')
  await afterReading(product, account, report)
  return report
}
