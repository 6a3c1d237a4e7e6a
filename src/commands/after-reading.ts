import type { Account } from '../db/account-repository.ts'
import { lastForecastAt } from '../db/forecast-run-repository.ts'
import type { IngestReport } from '../ingest/ingest-report.ts'
import { heartbeat } from '../server/notify/heartbeat.ts'
import { openForecastThread } from '../server/services/forecast-thread.ts'
import { recordForecasts } from '../server/services/record-forecasts.ts'
import { watchAfterReading } from './keep-watch.ts'
import type { Product } from './product.ts'

const DAY_MS = 86_400_000

/** What follows each reading of an account, by whichever command it was read. */
export async function afterReading(product: Product, account: Account, report: IngestReport): Promise<void> {
  if ('instance-billing' in report.sources) await recordDailyForecasts(product, account)
  await watchAfterReading(product, account, report)
  if (report.status === 'ok') await beat(product, account)
}

/** Keeps what is forecast once a day, so that later days can tell how good it was. */
async function recordDailyForecasts({ store, config, clock }: Product, { accountId }: Account): Promise<void> {
  const last = await lastForecastAt(store.db, accountId)
  if (last !== null && clock() - last < DAY_MS) return
  await using thread = openForecastThread()
  const { stored } = await recordForecasts({ store, rules: config.rules, thread }, accountId, clock())
  await stored
}

/** A watchdog that does not answer is no reason to stop reading. */
async function beat({ config, log }: Product, { slug }: Account): Promise<void> {
  const outcome = await heartbeat(config.notify, slug)
  if (outcome?.delivered === false) log.warn({ account: slug, answer: outcome.answer }, 'the heartbeat was not taken')
}
