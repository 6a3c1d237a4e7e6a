/** The thread that forecasts, spoken to by forecast-thread.ts: a month ahead takes a third of a second, and more of a large account. */
import { parentPort } from 'node:worker_threads'
import { calendarOf, forecastWindow, priceBook } from '../../engine/index.ts'
import type { ForecastAnswer, ForecastQuestion } from './forecast-thread.ts'

const port = parentPort
if (!port) throw new Error('This file is the entry of a worker thread')

port.on('message', ({ id, zone, versions, windows, ...ledger }: ForecastQuestion & { id: number }) => {
  const answer = (message: ForecastAnswer) => port.postMessage(message)
  try {
    const input = { ...ledger, calendar: calendarOf(zone), prices: priceBook(versions) }
    answer({ id, totals: windows.map((window) => forecastWindow({ ...input, window, groupBy: () => '' }).totals) })
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) })
  }
})
