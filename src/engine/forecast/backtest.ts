import { parsePicos } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { aheadOf } from './ahead-of.ts'
import { pastSpans, type SpanForecast, type SpanInput } from './forecast-span.ts'
import { JUDGED_HOURS, MOST_JUDGED, type JudgedHours } from './judged-forecasts.ts'

/** A forecast of a past moment with what came. */
export interface BacktestRow extends SpanForecast {
  readonly madeAt: Instant
  readonly hours: JudgedHours
  readonly actualPicos: bigint
}

const WEEK_MS = 168 * HOUR_MS
/** Before a forecast is made again so much must have been seen. */
const LEAST_HISTORY_MS = 14 * 24 * HOUR_MS

/**
 * Makes the forecasts of past moments again, each from the records as they were to be read then, by the functions that
 * make them now: the last twelve of a day, a week and thirty days, a week apart, whose end has been billed. Plans and
 * price changes of which nothing was known then are left out. Oldest first, by wallet.
 */
export function backtest(input: SpanInput): BacktestRow[] {
  const { planned: _, ...known } = input
  const { asOf } = input
  const histories = new Map([...aheadOf(known).wallets].map(([currency, { history }]) => [currency, history]))
  const first = Math.min(...[...histories.values()].map(({ startsAt }) => startsAt ?? Infinity))
  const rows: BacktestRow[] = []
  const made = new Map<JudgedHours, number>()
  for (let madeAt = asOf - WEEK_MS; madeAt - first >= LEAST_HISTORY_MS; madeAt -= WEEK_MS) {
    const due = JUDGED_HOURS.filter((hours) => madeAt + hours * HOUR_MS <= asOf && (made.get(hours) ?? 0) < MOST_JUDGED)
    if (due.length === 0 && JUDGED_HOURS.every((hours) => (made.get(hours) ?? 0) >= MOST_JUDGED)) break
    const spans = due.map((hours) => ({ startsAt: madeAt, endsAt: madeAt + hours * HOUR_MS }))
    const forecasts = pastSpans(input, madeAt, spans)
    for (const [i, hours] of due.entries()) {
      made.set(hours, (made.get(hours) ?? 0) + 1)
      for (const forecast of forecasts[i]!) {
        const { currency, startsAt, endsAt } = forecast
        const actual = histories.get(currency)?.spent(startsAt, endsAt) ?? 0
        rows.push({ ...forecast, madeAt, hours, actualPicos: parsePicos(Math.max(0, actual).toFixed(12)) })
      }
    }
  }
  return rows.sort((a, b) => a.madeAt - b.madeAt || a.hours - b.hours || (a.currency < b.currency ? -1 : 1))
}
