import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type {
  BacktestRow,
  BillingRecord,
  Instant,
  Interval,
  PlansAhead,
  PriceVersion,
  RatingRules,
  Resource,
  SpanForecast,
  UsageCost,
  WalletForecast,
} from '../../engine/index.ts'
import type { AnomalyKey, SpendAnomaly } from '../../engine/anomaly/index.ts'
import type { Ledger } from './ledger.ts'

/** A ledger as far as forecasts need it and a thread can be sent it, but for its records, which come in parts. */
export interface SentLedger {
  readonly zone: string
  readonly resources: readonly Resource[]
  readonly usage: readonly UsageCost[]
  readonly versions: readonly PriceVersion[]
  readonly rules: RatingRules
}

/** What can be asked. */
export type ForecastTask =
  | { readonly kind: 'spans'; readonly asOf: Instant; readonly spans: readonly Interval[] }
  | { readonly kind: 'past'; readonly asOf: Instant; readonly span: Interval }
  | { readonly kind: 'ahead'; readonly asOf: Instant }
  | { readonly kind: 'backtest'; readonly asOf: Instant }
  | {
      readonly kind: 'anomalies'
      readonly asOf: Instant
      readonly since: Instant
      readonly regionsSince: Instant
      readonly groups: AnomalyGroups
    }

/** What each resource belongs to. */
export type AnomalyGroups = ReadonlyMap<string, Readonly<Partial<Record<AnomalyKey, string | null>>>>

export interface ForecastAnswers {
  readonly spans: readonly (readonly SpanForecast[])[]
  /** Of a moment before the ledger's own. */
  readonly past: readonly SpanForecast[]
  readonly ahead: readonly WalletForecast[]
  readonly backtest: readonly BacktestRow[]
  readonly anomalies: readonly SpendAnomaly[]
}

/** What the thread is sent: a ledger under a number and its records, a question about it, or leave to forget it. */
export type ForecastMessage =
  | { readonly kind: 'ledger'; readonly key: number; readonly ledger: SentLedger }
  | { readonly kind: 'records'; readonly key: number; readonly records: readonly BillingRecord[] }
  | { readonly kind: 'forget'; readonly key: number }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly key: number
      readonly planned: PlansAhead
      readonly task: ForecastTask
    }

export type ForecastAnswer =
  | { readonly id: number; readonly answer: ForecastAnswers[keyof ForecastAnswers] }
  | { readonly id: number; readonly error: string }

/** A thread that forecasts, so that whoever asks for a page meanwhile is not kept waiting. */
export interface ForecastThread extends AsyncDisposable {
  /** @throws Error with what the engine threw, or where the thread ended. */
  ask<Task extends ForecastTask>(ledger: Ledger, task: Task): Promise<ForecastAnswers[Task['kind']]>
}

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

/** Ledgers that the thread keeps: the last of two accounts. */
const MOST_HELD = 2
/** Records that are sent at once: copying more would keep others waiting. */
const RECORDS_AT_ONCE = 2000

/** Starts the thread; questions are answered one after another. It does not keep the process alive. */
export function openForecastThread(): ForecastThread {
  const worker = new Worker(new URL('./forecast-worker.ts', import.meta.url), { execArgv: [] })
  worker.unref()
  const waiting = new Map<number, Waiting>()
  const held = new Map<readonly BillingRecord[], number>()
  let lastId = 0
  let lastKey = 0
  let ended: Error | null = null
  let sending: Promise<unknown> = Promise.resolve()
  const post = (message: ForecastMessage) => worker.postMessage(message)

  worker.on('message', (answer: ForecastAnswer) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (waiting.size === 0) worker.unref()
    if ('error' in answer) caller?.reject(new Error(answer.error))
    else caller?.resolve(answer.answer as never)
  })
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', (error: Error) => end(new Error(`The forecasts stopped: ${error.message}`, { cause: error })))
  worker.on('exit', () => end(new Error('The forecasts were ended')))

  /** The number that the thread knows the ledger by; sends it first where it does not. */
  async function keyOf({ account, records, resources, usage, versions, rules }: Ledger): Promise<number> {
    const known = held.get(records)
    if (known !== undefined) return known
    const key = ++lastKey
    held.set(records, key)
    for (const [other, oldKey] of held) {
      if (held.size <= MOST_HELD) break
      held.delete(other)
      post({ kind: 'forget', key: oldKey })
    }
    post({ kind: 'ledger', key, ledger: { zone: account.zone, resources, usage, versions, rules } })
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      post({ kind: 'records', key, records: records.slice(from, from + RECORDS_AT_ONCE) })
      await setImmediate()
    }
    return key
  }

  return {
    ask: (ledger, task) => {
      // One ledger is sent after another, so that none is forgotten before its question.
      const sent = sending.then(async () => {
        if (ended) throw ended
        const key = await keyOf(ledger)
        const id = ++lastId
        worker.ref()
        post({ kind: 'ask', id, key, planned: ledger.planned, task })
        return id
      })
      sending = sent.catch(() => undefined)
      return sent.then((id) => new Promise((resolve, reject) => waiting.set(id, { resolve, reject })))
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}
