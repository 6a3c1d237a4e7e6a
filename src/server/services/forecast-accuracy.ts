import { findForecastRuns, type ForecastRun } from '../../db/forecast-run-repository.ts'
import {
  aheadOf,
  apartMs,
  earliestJudged,
  forecastAccuracy,
  formatPicos,
  hasHeld,
  HOUR_MS,
  JUDGED_HOURS,
  latestApart,
  offBy,
  parsePicos,
  type BacktestRow,
  type JudgedForecast,
  type JudgedHours,
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
  readonly hours: JudgedHours
  readonly madeAt: number
  readonly endsAt: number
  readonly runRatePicos: bigint
}

/**
 * How far the last forecasts of a day, a week and thirty days were off, by wallet: those that were made and kept at their
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
      for (const hours of JUDGED_HOURS) {
        const rows = latestApart(
          ofWallet.filter((one) => one.hours === hours),
          apartMs(hours),
        )
        if (rows.length > 0) horizons.push(horizonDto(currency, hours, source, rows))
      }
  }
  return { asOf: toIso(ledger.asOf), account: ledger.account.slug, horizons }
}

/** The forecasts that were kept and whose end has been billed, with what came. */
async function pastForecasts({ store }: AppContext, ledger: Ledger): Promise<Judged[]> {
  const runs = await findForecastRuns(store.db, ledger.account.accountId, ledger.asOf)
  const { wallets } = aheadOf(ledger)
  return runs.flatMap((run): Judged[] => {
    const { currency, madeAt, startsAt, endsAt } = run
    const hours = JUDGED_HOURS.find((one) => one * HOUR_MS === endsAt - startsAt)
    // A calendar month of thirty days began before or after its forecast was made.
    const isAhead = textOf(run, 'asOf') === toIso(startsAt)
    const history = wallets.get(currency)?.history
    if (hours === undefined || !isAhead || history === undefined || startsAt < ledger.since) return []
    const actual = Math.max(0, history.spent(startsAt, endsAt))
    return [
      {
        currency,
        hours,
        madeAt,
        endsAt,
        p10Picos: parsePicos(run.p10),
        p50Picos: parsePicos(run.p50),
        p90Picos: parsePicos(run.p90),
        actualPicos: parsePicos(actual.toFixed(12)),
        runRatePicos: parsePicos(textOf(run, 'runRate') ?? run.p50),
      },
    ]
  })
}

function textOf({ detail }: ForecastRun, key: string): string | null {
  const value = detail[key]
  return typeof value === 'string' ? value : null
}

const backtests = new WeakMap<Ledger['records'], Promise<readonly BacktestRow[]>>()

/** Made in a thread of its own, so that no page waits for it; once for as long as the ledger stands. */
function backtestOf(context: AppContext, ledger: Ledger): Promise<readonly BacktestRow[]> {
  const known = backtests.get(ledger.records)
  if (known) return known
  const made = (async () => {
    const whole = await ledgerBackTo(context, ledger, earliestJudged(ledger.asOf))
    await using thread = openForecastThread()
    return await thread.ask(whole, { kind: 'backtest', asOf: whole.asOf })
  })()
  backtests.set(ledger.records, made)
  made.catch(() => backtests.delete(ledger.records))
  return made
}

function horizonDto(
  currency: string,
  hours: JudgedHours,
  source: AccuracySource,
  rows: readonly Judged[],
): HorizonAccuracyDto {
  const { forecasts, medianOff, held, bias } = forecastAccuracy(rows)
  const ofRunRate = forecastAccuracy(rows.map((row) => ({ ...row, p50Picos: row.runRatePicos })))
  return {
    currency,
    hours,
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
