import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import { getAccount } from '../../db/account-repository.ts'
import { saveForecastRuns, type ForecastRun } from '../../db/forecast-run-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  formatPicos,
  horizonDays,
  HOUR_MS,
  JUDGED_HOURS,
  type Calendar,
  type Instant,
  type Interval,
  type RatingRules,
  type SpanForecast,
} from '../../engine/index.ts'
import { toDriversDto } from './forecast-of.ts'
import type { ForecastThread } from './forecast-thread.ts'
import { readLedger, withPlans, type Ledger } from './ledger.ts'
import { plannedOf } from './planned.ts'

const METHOD = 'mix'

export interface RecordForecastsOptions {
  readonly store: Store
  readonly rules: RatingRules
  readonly thread: ForecastThread
}

/**
 * Keeps what is forecast at this moment of every wallet, for the accuracy of later days: the day, the week and the thirty
 * days that begin now, and the calendar month and quarter that run. The same call with the same store and moment changes
 * nothing. Resolves when the account as it stands was read, with what gives the number of forecasts once they are made
 * and stored.
 * @throws RangeError where there is no such account.
 */
export async function recordForecasts(
  { store, rules, thread }: RecordForecastsOptions,
  accountId: number,
  madeAt: Instant,
): Promise<{ readonly stored: Promise<number> }> {
  const account = await getAccount(store.db, accountId)
  if (!account) throw new RangeError(`there is no account ${accountId}`)
  const read = await readLedger(store.db, account, rules, { asOf: madeAt })
  return { stored: makeAndStore(store, thread, withPlans(read, await plannedOf(store, account)), madeAt) }
}

async function makeAndStore(store: Store, thread: ForecastThread, ledger: Ledger, madeAt: Instant): Promise<number> {
  const { account, asOf } = ledger
  const { fiscalYearStart } = await getAccountCalendar(store.db, account.accountId)
  const spans = spansAt(ledger.calendar, asOf, fiscalYearStart)
  const forecasts = await thread.ask(ledger, { kind: 'spans', asOf, spans })
  const runs = forecasts.flatMap((wallets) => wallets.map((forecast) => forecastRun(forecast, asOf, madeAt)))
  await saveForecastRuns(store.db, account.accountId, runs)
  return runs.length
}

/** What is forecast at a moment, each span once: at the first midnight of a month of thirty days two are the same. */
export function spansAt(calendar: Calendar, at: Instant, yearStart = 1): Interval[] {
  const ofCalendar = (['month', 'quarter'] as const).map((horizon) => {
    const { from, to } = horizonDays(horizon, calendar, at, yearStart)
    return { startsAt: calendar.startOf(from), endsAt: calendar.startOf(to) }
  })
  const ahead = JUDGED_HOURS.map((hours) => ({ startsAt: at, endsAt: at + hours * HOUR_MS }))
  const isNew = ({ startsAt, endsAt }: Interval) =>
    !ahead.some((of) => of.startsAt === startsAt && of.endsAt === endsAt)
  return [...ahead, ...ofCalendar.filter(isNew)]
}

function forecastRun(forecast: SpanForecast, asOf: Instant, madeAt: Instant): ForecastRun {
  const { currency, startsAt, endsAt, early, origins, drivers, runRatePicos } = forecast
  return {
    madeAt,
    currency,
    startsAt,
    endsAt,
    method: METHOD,
    billedSoFar: formatPicos(forecast.billedSoFarPicos),
    p10: formatPicos(forecast.p10Picos),
    p50: formatPicos(forecast.p50Picos),
    p90: formatPicos(forecast.p90Picos),
    detail: {
      asOf: new Date(asOf).toISOString(),
      early,
      origins,
      drivers: toDriversDto(drivers),
      runRate: formatPicos(runRatePicos),
    },
  }
}
