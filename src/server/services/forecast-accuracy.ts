import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import { findForecastRuns, type ForecastRun } from '../../db/forecast-run-repository.ts'
import {
  addDays,
  aheadOf,
  earliestJudged,
  forecastAccuracy,
  formatPicos,
  hasHeld,
  JUDGED_HORIZONS,
  judgedHours,
  judgedSpan,
  latestApart,
  offBy,
  parsePicos,
  type BacktestRow,
  type Calendar,
  type JudgedForecast,
  type JudgedHorizon,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import {
  ACCURACY_SOURCES,
  type AccuracySource,
  type ForecastAccuracyDto,
  type HorizonAccuracyDto,
} from '../dto/forecast-accuracy.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { billedDays } from './budget-spend.ts'
import { openForecastThread } from './forecast-thread.ts'
import { loadForeseen } from './foresee.ts'
import { ledgerBackTo, type Ledger } from './ledger.ts'

export interface AccuracyQuery {
  readonly source?: string | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

interface Judged extends JudgedForecast {
  readonly currency: string
  readonly horizon: JudgedHorizon
  readonly madeAt: number
  readonly endsAt: number
  readonly runRatePicos: bigint
}

/**
 * How far the last forecasts of a day, a week, thirty days, a calendar month and quarter were off, by wallet: those that were made and kept at their
 * time, and those that are made again from the records as they were.
 */
export async function accuracy(context: AppContext, query: AccuracyQuery): Promise<ForecastAccuracyDto> {
  const { ledger } = await loadForeseen(context, query)
  const asked = splitList(query.source) as AccuracySource[]
  const horizons: HorizonAccuracyDto[] = []
  for (const source of asked.length > 0 ? asked : ACCURACY_SOURCES) {
    const judged = source === 'past' ? await pastForecasts(context, ledger) : await backtestOf(context, ledger)
    const wanted = judged.filter(({ currency }) => query.currency === undefined || query.currency === currency)
    for (const [currency, ofWallet] of [...Map.groupBy(wanted, (one) => one.currency)].sort(([a], [b]) => order(a, b)))
      for (const horizon of JUDGED_HORIZONS) {
        const rows = latestApart(
          ofWallet.filter((one) => one.horizon === horizon),
          horizon,
        )
        if (rows.length > 0) horizons.push(horizonDto(currency, horizon, source, rows))
      }
  }
  return { asOf: toIso(ledger.asOf), account: ledger.account.slug, horizons }
}

/** The forecasts that were kept and whose end has been billed, with what came. */
async function pastForecasts(context: AppContext, ledger: Ledger): Promise<Judged[]> {
  const { accountId } = ledger.account
  const runs = await findForecastRuns(context.store.db, accountId, ledger.asOf)
  const actualOf = actuals(context, ledger)
  const judged: Judged[] = []
  for (const run of runs) {
    const { currency, madeAt, endsAt } = run
    const horizon = horizonOf(run, ledger.calendar)
    const actualPicos = horizon && (await actualOf(run, horizon))
    if (horizon === null || actualPicos === null) continue
    judged.push({
      currency,
      horizon,
      madeAt,
      endsAt,
      p10Picos: parsePicos(run.p10),
      p50Picos: parsePicos(run.p50),
      p90Picos: parsePicos(run.p90),
      actualPicos,
      runRatePicos: parsePicos(textOf(run, 'runRate') ?? run.p50),
    })
  }
  return judged
}

/** Quarters of any fiscal year begin in one of these months or three, six or nine after it. */
const QUARTER_STARTS = [1, 2, 3]

/**
 * By which horizon a kept forecast is judged; null where by none. A quarter is that for which it was made, whatever the
 * fiscal year is by now.
 */
function horizonOf(run: ForecastRun, calendar: Calendar): JudgedHorizon | null {
  // What is kept says of what moment it speaks: it may have been made a while after.
  const asOf = Date.parse(textOf(run, 'asOf') ?? '')
  if (Number.isNaN(asOf)) return null
  const isOf = (horizon: JudgedHorizon) =>
    QUARTER_STARTS.some((yearStart) => {
      const span = judgedSpan(horizon, calendar, asOf, yearStart)
      return span !== null && span.startsAt === run.startsAt && span.endsAt === run.endsAt
    })
  return JUDGED_HORIZONS.find(isOf) ?? null
}

/** What came in a window: of hours by the ledger, of a calendar window by the charges of its days, which reach back further. */
function actuals(context: AppContext, ledger: Ledger) {
  const { calendar, account } = ledger
  const { wallets } = aheadOf(ledger)
  const windows = new Map<string, Promise<bigint>>()
  return async ({ currency, startsAt, endsAt }: ForecastRun, horizon: JudgedHorizon): Promise<bigint | null> => {
    if (judgedHours(horizon) !== null) {
      const history = wallets.get(currency)?.history
      if (history === undefined || startsAt < ledger.since) return null
      return parsePicos(Math.max(0, history.spent(startsAt, endsAt)).toFixed(12))
    }
    const days = { from: calendar.dayOf(startsAt), to: addDays(calendar.dayOf(endsAt - 1), 1) }
    const key = `${currency} ${days.from} ${days.to}`
    const known = windows.get(key)
    if (known) return known
    const sum = billedDays(context, account, currency, {}, days).then((billed) =>
      [...billed.values()].reduce((all, picos) => all + picos, 0n),
    )
    windows.set(key, sum)
    return sum
  }
}

function textOf({ detail }: ForecastRun, key: string): string | null {
  const value = detail[key]
  return typeof value === 'string' ? value : null
}

const backtests = new WeakMap<Ledger['records'], { yearStart: number; made: Promise<readonly BacktestRow[]> }>()

/** Made in a thread of its own, so that no page waits for it; once for as long as the ledger stands. */
async function backtestOf(context: AppContext, ledger: Ledger): Promise<readonly BacktestRow[]> {
  const { fiscalYearStart: yearStart } = await getAccountCalendar(context.store.db, ledger.account.accountId)
  const known = backtests.get(ledger.records)
  if (known?.yearStart === yearStart) return known.made
  const made = (async () => {
    const whole = await ledgerBackTo(context, ledger, earliestJudged(ledger.asOf))
    await using thread = openForecastThread()
    return await thread.ask(whole, { kind: 'backtest', asOf: whole.asOf, yearStart })
  })()
  backtests.set(ledger.records, { yearStart, made })
  made.catch(() => backtests.delete(ledger.records))
  return made
}

function horizonDto(
  currency: string,
  horizon: JudgedHorizon,
  source: AccuracySource,
  rows: readonly Judged[],
): HorizonAccuracyDto {
  const { forecasts, medianOff, held, bias } = forecastAccuracy(rows)
  const ofRunRate = forecastAccuracy(rows.map((row) => ({ ...row, p50Picos: row.runRatePicos })))
  return {
    currency,
    horizon,
    hours: judgedHours(horizon),
    source,
    forecasts,
    medianOff: thousandth(medianOff),
    held,
    bias: thousandth(bias),
    runRateMedianOff: thousandth(ofRunRate.medianOff),
    rows: rows.map((row) => ({
      madeAt: toIso(row.madeAt),
      endsAt: toIso(row.endsAt),
      p10: formatPicos(row.p10Picos),
      p50: formatPicos(row.p50Picos),
      p90: formatPicos(row.p90Picos),
      actual: formatPicos(row.actualPicos),
      off: thousandth(offBy(row))!,
      held: hasHeld(row),
    })),
  }
}

const thousandth = (share: number | null) => share && Math.round(share * 1000) / 1000
const order = (a: string, b: string) => (a < b ? -1 : 1)
