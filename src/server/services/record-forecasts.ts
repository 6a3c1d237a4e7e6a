import { getAccount } from '../../db/account-repository.ts'
import { saveForecastRuns, type ForecastRun } from '../../db/forecast-run-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  addDays,
  forecastWindow,
  formatPicos,
  type DayRange,
  type ForecastTotal,
  type Instant,
  type RatingRules,
} from '../../engine/index.ts'
import { readLedger, type Ledger } from './ledger.ts'

const METHOD = 'mix'

/**
 * Keeps what is forecast at this moment of every wallet, for the accuracy of later days: the month that runs and the 30
 * days from tomorrow on. The same call with the same store and moment changes nothing. Gives the number of forecasts.
 * @throws RangeError where there is no such account.
 */
export async function recordForecasts(
  { store, rules }: { store: Store; rules: RatingRules },
  accountId: number,
  madeAt: Instant,
): Promise<number> {
  const account = await getAccount(store.db, accountId)
  if (!account) throw new RangeError(`there is no account ${accountId}`)
  const ledger = await readLedger(store.db, account, rules, { asOf: madeAt })
  const { calendar } = ledger
  const tomorrow = addDays(calendar.dayOf(madeAt), 1)
  const windows = [calendar.monthOf(madeAt), { from: tomorrow, to: addDays(tomorrow, 30) }]
  const runs = windows.flatMap((window) =>
    forecastWindow({ ...ledger, window, groupBy: () => '' }).totals.map((total) =>
      forecastRun(ledger, madeAt, window, total),
    ),
  )
  await saveForecastRuns(store.db, accountId, runs)
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
