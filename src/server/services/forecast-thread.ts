import { setImmediate } from 'node:timers/promises'
import type {
  BacktestRow,
  BillingRecord,
  Instant,
  Interval,
  PlanInput,
  PlansAhead,
  PriceVersion,
  RatingRules,
  Resource,
  SentBaseline,
  SpanForecast,
  UsageCost,
  WalletForecast,
} from '../../engine/index.ts'
import type { AnomalyKey, SpendAnomaly } from '../../engine/anomaly/index.ts'
import type { Ledger } from './ledger.ts'
import { openThread } from './thread.ts'

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
  | { readonly kind: 'backtest'; readonly asOf: Instant; readonly yearStart: number }
  | {
      readonly kind: 'anomalies'
      readonly asOf: Instant
      readonly since: Instant
      readonly regionsSince: Instant
      readonly groups: AnomalyGroups
    }
  | ({ readonly kind: 'plan'; readonly asOf: Instant } & Pick<PlanInput, 'window' | 'catalog' | 'balances'>)

/** What each resource belongs to. */
export type AnomalyGroups = ReadonlyMap<string, Readonly<Partial<Record<AnomalyKey, string | null>>>>

export interface ForecastAnswers {
  readonly spans: readonly (readonly SpanForecast[])[]
  /** Of a moment before the ledger's own. */
  readonly past: readonly SpanForecast[]
  readonly ahead: readonly WalletForecast[]
  readonly backtest: readonly BacktestRow[]
  readonly anomalies: readonly SpendAnomaly[]
  readonly plan: SentBaseline
}

/** What the thread is told: a ledger under a number and its records, or leave to forget it. */
export type LedgerNews =
  | { readonly kind: 'ledger'; readonly key: number; readonly ledger: SentLedger }
  | { readonly kind: 'records'; readonly key: number; readonly records: readonly BillingRecord[] }
  | { readonly kind: 'forget'; readonly key: number }

/** What it is asked of one of them. */
export interface LedgerQuestion {
  readonly key: number
  readonly planned: PlansAhead
  readonly task: ForecastTask
}

export type ForecastAnswer = ForecastAnswers[keyof ForecastAnswers]

/** A thread that forecasts, so that whoever asks for a page meanwhile is not kept waiting. */
export interface ForecastThread extends AsyncDisposable {
  /** @throws Error with what the engine threw, or where the thread ended. */
  ask<Task extends ForecastTask>(ledger: Ledger, task: Task): Promise<ForecastAnswers[Task['kind']]>
  hasEnded(): boolean
}

/** Ledgers that the thread keeps: the last of two accounts. */
const MOST_HELD = 2
/** Records that are sent at once: copying more would keep others waiting. */
const RECORDS_AT_ONCE = 2000

/** Starts the thread; questions are answered one after another. It does not keep the process alive. */
export function openForecastThread(): ForecastThread {
  const thread = openThread<LedgerNews, LedgerQuestion, ForecastAnswer>(
    new URL('./forecast-worker.ts', import.meta.url),
    'forecasts',
  )
  const held = new Map<readonly BillingRecord[], number>()
  let lastKey = 0
  let sending: Promise<unknown> = Promise.resolve()

  /** The number that the thread knows the ledger by; sends it first where it does not. */
  async function keyOf({ account, records, resources, usage, versions, rules }: Ledger): Promise<number> {
    const known = held.get(records)
    if (known !== undefined) return known
    const key = ++lastKey
    held.set(records, key)
    for (const [other, oldKey] of held) {
      if (held.size <= MOST_HELD) break
      held.delete(other)
      thread.tell({ kind: 'forget', key: oldKey })
    }
    thread.tell({ kind: 'ledger', key, ledger: { zone: account.zone, resources, usage, versions, rules } })
    for (let from = 0; from < records.length; from += RECORDS_AT_ONCE) {
      thread.tell({ kind: 'records', key, records: records.slice(from, from + RECORDS_AT_ONCE) })
      await setImmediate()
    }
    return key
  }

  return {
    ask: async (ledger, task) => {
      // One ledger is sent after another, and its question with it, so that none is forgotten before.
      const sent = sending.then(async () => {
        const key = await keyOf(ledger)
        return { answer: thread.ask({ key, planned: ledger.planned, task }) }
      })
      sending = sent.catch(() => undefined)
      const { answer } = await sent
      return (await answer) as never
    },
    hasEnded: () => thread.hasEnded(),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
