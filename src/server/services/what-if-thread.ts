import {
  sentBaseline,
  type DayRange,
  type PlanBaseline,
  type PriceVersion,
  type Scenario,
  type SentBaseline,
} from '../../engine/index.ts'
import { outcomeJson, type AskedParties, type OutcomeJson } from './outcome-json.ts'
import type { Plan } from './plan.ts'
import { openThread, type Thread } from './thread.ts'

/** A plan as a thread can be sent it. */
export interface SentPlan {
  readonly baseline: SentBaseline
  readonly zone: string
  readonly window: DayRange
  readonly versions: readonly PriceVersion[]
}

/** What the thread is told: a plan under a number, or leave to forget it. */
export type PlanNews =
  | { readonly kind: 'plan'; readonly key: number; readonly plan: SentPlan }
  | { readonly kind: 'forget'; readonly key: number }

export interface ScenarioQuestion {
  /** The plan that is changed. */
  readonly key: number
  /** Those of other accounts by short name. */
  readonly accounts: readonly (readonly [slug: string, key: number])[]
  readonly scenario: Scenario
  readonly withPieces: boolean
  readonly parties: AskedParties | null
}

export interface AskedOutcome {
  /** The plans of other accounts by short name. */
  readonly accounts: ReadonlyMap<string, Plan>
  /** Whether lines are told with the hours and prices that make them. */
  readonly withPieces: boolean
  readonly parties: AskedParties | null
}

/** Plans of so few lines are calculated at once, in some milliseconds. */
const FEW_LINES = 100
/** Plans that the thread keeps at most: windows that several readers go to and fro between. */
const MOST_HELD = 8

let thread: Thread<PlanNews, ScenarioQuestion, OutcomeJson> | null = null
/** The numbers of what the thread holds, what was asked about last at the end. */
const held = new Map<PlanBaseline, number>()
let lastKey = 0

/** What a scenario comes to, with the plans of other accounts at hand; a large one is calculated by a thread of its own. */
export function outcomeOf(
  plan: Plan,
  scenario: Scenario,
  { accounts: others, withPieces, parties }: AskedOutcome,
): Promise<OutcomeJson> {
  const plans = [plan, ...others.values()]
  if (plans.every(({ baseline }) => baseline.lines.length < FEW_LINES)) {
    const accounts = new Map([...others].map(([slug, { baseline }]) => [slug, baseline]))
    return Promise.resolve(outcomeJson(plan.baseline, scenario, { accounts, withPieces, parties }))
  }
  if (thread === null || thread.hasEnded()) {
    held.clear()
    thread = openThread(new URL('./what-if-worker.ts', import.meta.url), 'scenarios')
  }
  const [key, ...otherKeys] = keysOf(thread, plans)
  const accounts = [...others.keys()].map((slug, i) => [slug, otherKeys[i]!] as const)
  return thread.ask({ key: key!, accounts, scenario, withPieces, parties })
}

/** Sends the plans that the thread does not hold yet, and has it forget those that were not asked about for longest. */
function keysOf({ tell }: Thread<PlanNews, ScenarioQuestion, OutcomeJson>, plans: readonly Plan[]): number[] {
  const keys = plans.map(({ baseline, ledger }) => {
    const known = held.get(baseline)
    const key = known ?? ++lastKey
    held.delete(baseline)
    held.set(baseline, key)
    if (known === undefined) {
      const { zone } = ledger.account
      const { window } = baseline.clock
      tell({ kind: 'plan', key, plan: { baseline: sentBaseline(baseline), zone, window, versions: ledger.versions } })
    }
    return key
  })
  for (const [baseline, key] of held) {
    if (held.size <= Math.max(MOST_HELD, plans.length)) break
    held.delete(baseline)
    tell({ kind: 'forget', key })
  }
  return keys
}
