/** The thread that forecasts, spoken to by forecast-thread.ts: six weeks ahead take a third of a second, and more of a large account. */
import { parentPort } from 'node:worker_threads'
import {
  aheadOf,
  backtest,
  calendarOf,
  forecastSpan,
  pastSpans,
  planBaseline,
  priceBook,
  sentBaseline,
  walletForecast,
  type BillingRecord,
  type PlansAhead,
} from '../../engine/index.ts'
import { spendAnomalies } from '../../engine/anomaly/index.ts'
import type { ForecastAnswer, ForecastTask, LedgerNews, LedgerQuestion, SentLedger } from './forecast-thread.ts'
import { answerQuestions } from './thread.ts'

interface Held extends Omit<SentLedger, 'zone' | 'versions'> {
  readonly records: BillingRecord[]
  readonly prices: ReturnType<typeof priceBook>
  readonly calendar: ReturnType<typeof calendarOf>
}

const ledgers = new Map<number, Held>()

answerQuestions<LedgerNews, LedgerQuestion, ForecastAnswer>(parentPort, {
  hear(news) {
    switch (news.kind) {
      case 'ledger': {
        const { zone, versions, ...ledger } = news.ledger
        const held = { ...ledger, records: [], prices: priceBook(versions), calendar: calendarOf(zone) }
        ledgers.set(news.key, held)
        return
      }
      case 'records':
        ledgers.get(news.key)?.records.push(...news.records)
        return
      case 'forget':
        ledgers.delete(news.key)
    }
  },
  answer: ({ key, planned, task }) => answerOf(ledgers.get(key)!, planned, task),
})

function answerOf(ledger: Held, planned: PlansAhead, task: ForecastTask): ForecastAnswer {
  const input = { ...ledger, planned, asOf: task.asOf }
  switch (task.kind) {
    case 'spans':
      return task.spans.map((span) => forecastSpan(input, span))
    case 'past':
      return pastSpans(input, task.asOf, [task.span])[0]!
    case 'ahead':
      return [...aheadOf(input).wallets.values()].map(walletForecast)
    case 'backtest':
      return backtest({ ...input, yearStart: task.yearStart })
    case 'anomalies':
      return spendAnomalies({
        ...input,
        since: task.since,
        regionsSince: task.regionsSince,
        groupOf: (resourceId, key) => task.groups.get(resourceId)?.[key] ?? null,
      })
    case 'plan': {
      const { window, catalog, balances } = task
      return sentBaseline(planBaseline({ ...input, window, catalog, balances }))
    }
  }
}
