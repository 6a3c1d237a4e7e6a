import { failAbandonedJobs, failJob, finishJob, queueJob, setJobProgress, takeJob } from '../db/job-repository.ts'
import { calendarOf } from '../engine/index.ts'
import { liveThrough } from '../ingest/live-through.ts'
import { runIngest } from '../ingest/run-ingest.ts'
import { openForecastThread } from '../server/services/forecast-thread.ts'
import { recordForecasts } from '../server/services/record-forecasts.ts'
import type { Sources } from './account-source.ts'
import { afterReading } from './after-reading.ts'
import type { Product } from './product.ts'
import { duration, say } from './talk.ts'

/** How much of its past the demo lives through as the schedule would have: the API has no history of states and stock. */
const PAST_MS = 56 * 86_400_000

/** A line for every so many days that were lived through. */
const DAYS_PER_LINE = 7

/**
 * Steps the sandbox's clock up to now and reads it on the way, as one job whose progress the page shows; then lets the
 * clock go. A second start goes on after the last reading. What goes wrong is said, and the schedule takes over.
 */
export async function livePast(product: Product, sources: Sources, signal: AbortSignal): Promise<void> {
  const { step } = sources
  if (!step) return
  const { store, account, clock, config, log } = product
  const { client } = await sources.of(account)
  const { accountId } = account
  const to = clock()
  await failAbandonedJobs(store.db, accountId, to)
  await queueJob(store.db, { accountId, kind: 'ingest', requestedAt: to })
  const job = await takeJob(store.db, accountId, 'ingest', to)
  if (!job) return
  const calendar = calendarOf(account.zone)
  let days = 0
  let written = Promise.resolve()
  let forecast: Promise<unknown> = Promise.resolve()
  await using thread = openForecastThread()
  try {
    say('Living through the demo account up to now, hour by hour, eight weeks at the first start ...')
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
        // The next day is lived through meanwhile; the one after it waits.
        await forecast
        const { stored } = await recordForecasts({ store, rules: config.rules, thread }, accountId, at)
        forecast = stored
        forecast.catch(() => undefined)
      },
      onProgress: (progress) => {
        const { at, rows, requests, elapsedMs } = progress
        days += 1
        if (days % DAYS_PER_LINE === 0 || at === to)
          say(`  up to ${calendar.dayOf(at)}: ${rows} rows by ${requests} requests (${duration(elapsedMs)})`)
        written = written.then(() => setJobProgress(store.db, job, { ...progress })).catch(() => undefined)
      },
    })
    await forecast
    if (config.now === null) await step(null)
    const report = await runIngest({ store, account, client, clock, rules: config.rules, signal })
    await afterReading(product, account, report)
    await written
    await finishJob(store.db, job, { ...report }, clock())
    say('Every figure is there.')
  } catch (error) {
    await written
    await failJob(store.db, job, (error as Error).message, clock())
    if (signal.aborted) throw error
    log.error({ error }, 'the past of the demo was not lived through')
    say(`The demo's past could not be read to its end: ${(error as Error).message}`)
    if (config.now === null) await step(null)
  }
}
