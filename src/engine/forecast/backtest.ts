import { parsePicos } from '../money.ts'
import { HOUR_MS, type Calendar, type Instant } from '../time.ts'
import { aheadOf } from './ahead-of.ts'
import { pastSpans, type SpanForecast, type SpanInput } from './forecast-span.ts'
import { earliestJudged, JUDGED_HORIZONS, judgedSpan, mostJudged, type JudgedHorizon } from './judged-forecasts.ts'

/** A forecast of a past moment with what came. */
export interface BacktestRow extends SpanForecast {
  readonly madeAt: Instant
  readonly horizon: JudgedHorizon
  readonly actualPicos: bigint
}

export interface BacktestInput extends SpanInput {
  readonly calendar: Calendar
  /** The month, 1 to 12, from which quarters count; January unless told. */
  readonly yearStart?: number
}

const WEEK_MS = 168 * HOUR_MS
/** Before a forecast is made again so much must have been seen. */
const LEAST_HISTORY_MS = 14 * 24 * HOUR_MS
/** A week apart, so many of a horizon. */
const MOST_MADE = 12

/**
 * Makes the forecasts of past moments again, each from the records as they were to be read then, by the functions that
 * make them now: the last of a day, a week, thirty days, a calendar month and quarter, a week apart, whose end has been
 * billed. Plans and price changes of which nothing was known then are left out. Oldest first, by wallet.
 */
export function backtest({ calendar, yearStart, ...input }: BacktestInput): BacktestRow[] {
  const { planned: _, ...known } = input
  const { asOf } = input
  const histories = new Map([...aheadOf(known).wallets].map(([currency, { history }]) => [currency, history]))
  const first = Math.min(...[...histories.values()].map(({ startsAt }) => startsAt ?? Infinity))
  const rows: BacktestRow[] = []
  const made = new Map<JudgedHorizon, number>()
  const earliest = Math.max(first + LEAST_HISTORY_MS, earliestJudged(asOf))
  for (let madeAt = asOf - WEEK_MS; madeAt >= earliest; madeAt -= WEEK_MS) {
    const due = JUDGED_HORIZONS.flatMap((horizon) => {
      const span =
        (made.get(horizon) ?? 0) < Math.min(MOST_MADE, mostJudged(horizon))
          ? judgedSpan(horizon, calendar, madeAt, yearStart)
          : null
      return span && span.endsAt <= asOf && span.startsAt >= first ? { horizon, span } : []
    })
    if (due.length === 0) continue
    const forecasts = pastSpans(
      input,
      madeAt,
      due.map(({ span }) => span),
    )
    for (const [i, { horizon }] of due.entries()) {
      made.set(horizon, (made.get(horizon) ?? 0) + 1)
      for (const forecast of forecasts[i]!) {
        const { currency, startsAt, endsAt } = forecast
        const actual = histories.get(currency)?.spent(startsAt, endsAt) ?? 0
        rows.push({ ...forecast, madeAt, horizon, actualPicos: parsePicos(Math.max(0, actual).toFixed(12)) })
      }
    }
  }
  const place = ({ horizon }: BacktestRow) => JUDGED_HORIZONS.indexOf(horizon)
  return rows.sort((a, b) => a.madeAt - b.madeAt || place(a) - place(b) || (a.currency < b.currency ? -1 : 1))
}
