import { listAccounts, type Account } from '../db/account-repository.ts'
import { findOpenJob, queueJob } from '../db/job-repository.ts'
import { lastFinishedIngestRun } from '../db/ingest-run-repository.ts'
import { INGEST_JOB, startScheduler, type RunRequest, type Scheduler } from '../ingest/scheduler.ts'
import { runHeldIngest, type IngestProgress } from '../ingest/run-ingest.ts'
import type { Sources } from './account-source.ts'
import { afterReading } from './after-reading.ts'
import type { SetUp } from '../server/set-up.ts'
import { firstLook } from './first-look.ts'
import { livePast } from './live-past.ts'
import { progressLines, spentLine, unreadWords } from './progress.ts'
import { watchForBurn } from './keep-watch.ts'
import type { Product } from './product.ts'
import { sharingLimit } from './share-limit.ts'
import { say } from './talk.ts'

/**
 * Reads the account now, on its schedule and on request. With a pinned clock the schedule is off: it is read once, and
 * when asked for. A reading that fails is said and comes again when it is due.
 */
export async function keepReading(
  product: Product,
  sources: Sources,
  setUp: SetUp,
  signal: AbortSignal,
): Promise<Scheduler> {
  const { store, clock, config } = product
  await livePast(product, sources, signal)
  if (config.now !== null) await queueFirstReading(product)
  return startScheduler({
    store,
    clock,
    scheduled: config.now === null,
    // An account whose key is not at hand is not tried every five minutes; when it is asked for, it says why.
    canRead: async (account) => (await sources.of(account)).apiKey !== null,
    intervals: config.barrack.intervals,
    maxPerMinute: async (account) => (await sources.of(account)).address.maxPerMinute,
    run: async (account, request) => {
      await firstLook(product, setUp, account)
      return readAccount(product, sources, account, request)
    },
    onError: (error, account) => {
      product.log.error({ error, account: account?.slug }, 'a reading failed')
      say(`A reading of ${account?.name ?? 'the accounts'} failed: ${(error as Error).message}`)
    },
  })
}

async function queueFirstReading({ store, clock }: Product): Promise<void> {
  for (const { accountId } of await listAccounts(store.db)) {
    if (await lastFinishedIngestRun(store.db, accountId)) continue
    if (await findOpenJob(store.db, accountId, INGEST_JOB)) continue
    await queueJob(store.db, { accountId, kind: INGEST_JOB, requestedAt: clock() })
  }
}

async function readAccount(
  product: Product,
  accounts: Sources,
  account: Account,
  { sources, sweep, onProgress, signal }: RunRequest,
) {
  const { store, clock, config, log } = product
  const source = await accounts.of(account)
  const isOneOfMany = (await listAccounts(store.db)).length > 1
  const line = sources ? () => undefined : progressLines(isOneOfMany ? account.slug : '')
  let guarding = Promise.resolve()
  const options = {
    store,
    client: source.client,
    account,
    clock,
    rules: config.rules,
    signal,
    sweep,
    ...(sources && { sources }),
    onProgress: (progress: IngestProgress) => {
      onProgress(progress)
      line(progress)
      if (progress.source === 'instances' && progress.done?.error === null) guarding = watchForBurn(product, account)
    },
  }
  const began = performance.now()
  const report = await sharingLimit(store, account, source, () => runHeldIngest(options))
  await guarding
  log.info({ account: account.slug, status: report.status, requests: report.requests }, 'read')
  const spent = spentLine(report, performance.now() - began)
  say(`${isOneOfMany ? `${account.slug} ` : ''}${spent}${sources ? unreadWords(report) : ''}`)
  await afterReading(product, account, report)
  return report
}
