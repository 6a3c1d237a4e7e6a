import { Worker } from 'node:worker_threads'
import type {
  BillingRecord,
  DayRange,
  ForecastTotal,
  Instant,
  PriceVersion,
  RatingRules,
  Resource,
} from '../../engine/index.ts'

/** All that the forecast of some windows follows from, as it can be sent to a thread. */
export interface ForecastQuestion {
  readonly zone: string
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly versions: readonly PriceVersion[]
  readonly rules: RatingRules
  readonly asOf: Instant
  readonly windows: readonly DayRange[]
}

export type ForecastAnswer =
  | { readonly id: number; readonly totals: readonly (readonly ForecastTotal[])[] }
  | { readonly id: number; readonly error: string }

/** A thread that forecasts, so that whoever asks for a page meanwhile is not kept waiting. */
export interface ForecastThread extends AsyncDisposable {
  /** The totals by wallet of each window. @throws Error with what the engine threw, or where the thread ended. */
  totals(question: ForecastQuestion): Promise<readonly (readonly ForecastTotal[])[]>
}

interface Waiting {
  readonly resolve: (totals: readonly (readonly ForecastTotal[])[]) => void
  readonly reject: (error: Error) => void
}

/** Starts the thread; questions are answered one after another. */
export function openForecastThread(): ForecastThread {
  const worker = new Worker(new URL('./forecast-worker.ts', import.meta.url), { execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: Error | null = null

  worker.on('message', (answer: ForecastAnswer) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) caller?.reject(new Error(answer.error))
    else caller?.resolve(answer.totals)
  })
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', (error: Error) => end(new Error(`The forecasts stopped: ${error.message}`, { cause: error })))
  worker.on('exit', () => end(new Error('The forecasts were ended')))

  return {
    totals: (question) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(ended)
          return
        }
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, ...question })
      }),
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}
