import { failAbandonedJobs, failJob, finishJob, queueJob, setJobProgress, takeJob } from '../db/job-repository.ts'
import { liveThrough } from '../ingest/live-through.ts'
import { runIngest } from '../ingest/run-ingest.ts'
import { recordForecasts } from '../server/services/record-forecasts.ts'
import type { AccountSource } from './account-source.ts'
import type { Product } from './product.ts'
import { duration, say } from './talk.ts'

/** How much of its past the demo lives through as the schedule would have: the API has no history of states and stock. */
const PAST_MS = 56 * 86_400_000

/**
 * Steps the sandbox's clock up to now and reads it on the way, as one job whose progress the page shows; then lets the
 * clock go. A second start goes on after the last reading.
 */
export async function livePast(product: Product, { client, step }: AccountSource, signal: AbortSignal): Promise<void> {
  if (!step) return
  const { store, account, clock, config } = product
  const { accountId } = account
  const to = clock()
  await failAbandonedJobs(store.db, accountId, to)
  await queueJob(store.db, { accountId, kind: 'ingest', requestedAt: to })
  const job = await takeJob(store.db, 'ingest', to)
  if (!job) return
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: account.zone })
  try {
    say('Living through the last eight weeks of the demo account, hour by hour ...')
    await liveThrough({
      store,
      account,
      client,
      rules: config.rules,
      from: to - PAST_MS,
      to,
      stepSandbox: step,
      signal,
      onFullReading: async (at) => {
        await recordForecasts({ store, rules: config.rules }, accountId, at)
      },
      onProgress: (progress) => {
        const { at, rows, requests, elapsedMs } = progress
        say(`  ${day.format(at).padEnd(6)}  ${rows} rows by ${requests} requests (${duration(elapsedMs)})`)
        void setJobProgress(store.db, job, { ...progress })
      },
    })
    if (config.now === null) await step(null)
    const report = await runIngest({ store, account, client, clock, rules: config.rules, signal })
    await finishJob(store.db, job, { ...report }, clock())
  } catch (error) {
    await failJob(store.db, job, (error as Error).message, clock())
    throw error
  }
}
