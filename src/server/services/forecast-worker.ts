/** The thread that forecasts, spoken to by forecast-thread.ts: six weeks ahead take a third of a second, and more of a large account. */
import { parentPort } from 'node:worker_threads'
import {
  aheadOf,
  backtest,
  calendarOf,
  forecastSpan,
  pastSpans,
  priceBook,
  walletForecast,
  type BillingRecord,
  type PlansAhead,
} from '../../engine/index.ts'
import { spendAnomalies } from '../../engine/anomaly/index.ts'
import type { ForecastAnswer, ForecastMessage, ForecastTask, SentLedger } from './forecast-thread.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')

interface Held extends Omit<SentLedger, 'zone' | 'versions'> {
  readonly records: BillingRecord[]
  readonly prices: ReturnType<typeof priceBook>
  readonly calendar: ReturnType<typeof calendarOf>
}

const ledgers = new Map<number, Held>()

port.on('message', (message: ForecastMessage) => {
  switch (message.kind) {
    case 'ledger': {
      const { zone, versions, ...ledger } = message.ledger
      const held = { ...ledger, records: [], prices: priceBook(versions), calendar: calendarOf(zone) }
      ledgers.set(message.key, held)
      return
    }
    case 'records':
      ledgers.get(message.key)?.records.push(...message.records)
      return
    case 'forget':
      ledgers.delete(message.key)
      return
    case 'ask':
      port.postMessage(answerTo(message))
  }
})

function answerTo({ id, key, planned, task }: Extract<ForecastMessage, { kind: 'ask' }>): ForecastAnswer {
  try {
    return { id, answer: answerOf(ledgers.get(key)!, planned, task) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

function answerOf(ledger: Held, planned: PlansAhead, task: ForecastTask) {
  const input = { ...ledger, planned, asOf: task.asOf }
  switch (task.kind) {
    case 'spans':
      return task.spans.map((span) => forecastSpan(input, span))
    case 'past':
      return pastSpans(input, task.asOf, [task.span])[0]!
    case 'ahead':
      return [...aheadOf(input).wallets.values()].map(walletForecast)
    case 'backtest':
      return backtest(input)
    case 'anomalies':
      return spendAnomalies({
        ...input,
        since: task.since,
        regionsSince: task.regionsSince,
        groupOf: (resourceId, key) => task.groups.get(resourceId)?.[key] ?? null,
      })
  }
}
