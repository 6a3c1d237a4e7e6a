import { getAccount } from '../../db/account-repository.ts'
import { saveForecastRuns, type ForecastRun } from '../../db/forecast-run-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  addDays,
  formatPicos,
  type DayRange,
  type ForecastTotal,
  type Instant,
  type RatingRules,
} from '../../engine/index.ts'
import type { ForecastThread } from './forecast-thread.ts'
import { readLedger, type Ledger } from './ledger.ts'

const METHOD = 'mix'

export interface RecordForecastsOptions {
  readonly store: Store
  readonly rules: RatingRules
  readonly thread: ForecastThread
}

/**
 * Keeps what is forecast at this moment of every wallet, for the accuracy of later days: the month that runs and the 30
 * days from tomorrow on. The same call with the same store and moment changes nothing. Resolves when the account as it
 * stands was read, with what gives the number of forecasts once they are made and stored.
 * @throws RangeError where there is no such account.
 */
export async function recordForecasts(
  { store, rules, thread }: RecordForecastsOptions,
  accountId: number,
  madeAt: Instant,
): Promise<{ readonly stored: Promise<number> }> {
  const account = await getAccount(store.db, accountId)
  if (!account) throw new RangeError(`there is no account ${accountId}`)
  const ledger = await readLedger(store.db, account, rules, { asOf: madeAt })
  return { stored: makeAndStore({ store, thread }, ledger, madeAt) }
}

async function makeAndStore(
  { store, thread }: Pick<RecordForecastsOptions, 'store' | 'thread'>,
  ledger: Ledger,
  madeAt: Instant,
): Promise<number> {
  const { account, calendar, records, resources, versions, rules, asOf } = ledger
  const tomorrow = addDays(calendar.dayOf(madeAt), 1)
  const windows = [calendar.monthOf(madeAt), { from: tomorrow, to: addDays(tomorrow, 30) }]
  const totals = await thread.totals({ zone: account.zone, records, resources, versions, rules, asOf, windows })
  const runs = windows.flatMap((window, i) => totals[i]!.map((total) => forecastRun(ledger, madeAt, window, total)))
  await saveForecastRuns(store.db, account.accountId, runs)
  return runs.length
}

function forecastRun({ calendar, asOf }: Ledger, madeAt: Instant, window: DayRange, total: ForecastTotal): ForecastRun {
  const { early, origins, basis, disagreements } = total
  return {
    madeAt,
    currency: total.currency,
    startsAt: calendar.startOf(window.from),
    endsAt: calendar.startOf(window.to),
    method: METHOD,
    billedSoFar: formatPicos(total.billedSoFarPicos),
    p10: formatPicos(total.p10Picos),
    p50: formatPicos(total.p50Picos),
    p90: formatPicos(total.p90Picos),
    detail: { asOf: new Date(asOf).toISOString(), early, origins, basis, disagreements },
  }
}
