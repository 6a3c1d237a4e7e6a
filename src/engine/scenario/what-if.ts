import { runway, type Runway } from '../runway/runway.ts'
import type { Currency } from '../money.ts'
import type { Day, DayRange, Instant } from '../time.ts'
import { applyChanges } from './apply-changes.ts'
import type { PlanBaseline } from './baseline.ts'
import type { Scenario } from './change.ts'
import { CAUSES, deltaSheet, type CostCause, type DeltaSheet } from './delta-sheet.ts'
import { describeChange, type NameOf } from './describe-change.ts'
import type { Moved } from './draft.ts'
import { jobOutcome, type JobOutcome } from './job-outcome.ts'
import type { Mode } from './line.ts'
import { isPricedBy } from './line-rates.ts'
import { rhythmOf, type Rhythm } from './plan-clock.ts'
import { ScenarioProblems, type ScenarioProblem } from './problem.ts'
import { projectLine, type LineOutcome } from './project-line.ts'
import { scenarioPath } from './scenario-path.ts'
import { plannedTax, scaledSpend, taxed, type Spend } from './spend.ts'
import type { StockChance, StockNeed } from './stock-need.ts'
import { publishedFigures, type GpuFiguresOf } from './work.ts'

export interface WhatIfOptions {
  /** How fast models are beside each other, for jobs that run on another model than they were measured on; by default as published. */
  readonly figuresOf?: GpuFiguresOf
  readonly stockChance?: StockChance
  /** The plans of the other accounts by their short names, over the same window. */
  readonly accounts?: ReadonlyMap<string, PlanBaseline>
}

export interface WalletOutcome {
  readonly currency: Currency
  readonly days: readonly (Spend & { readonly day: Day })[]
  readonly months: readonly (Spend & DayRange)[]
  readonly total: Spend
  /** Scenario less baseline, tax included: the sum of its causes. */
  readonly differencePicos: bigint
  readonly causes: Readonly<Record<CostCause | 'tax', bigint>>
  readonly early: boolean
  /** Null where the balance was never read. */
  readonly runway: Runway | null
  readonly avoidedPicos: bigint
}

/** What a scenario makes of another account. */
export interface AccountOutcome {
  readonly account: string
  readonly wallets: readonly WalletOutcome[]
  readonly lines: readonly LineOutcome[]
}

export interface StockOutcome extends StockNeed {
  /** From 0 to 1; null where there is too little history to tell. */
  readonly chance: number | null
}

export interface WhatIfAnswer {
  readonly kind: 'answer'
  readonly name: string
  readonly sentences: readonly string[]
  readonly asOf: Instant
  readonly window: DayRange
  readonly wallets: readonly WalletOutcome[]
  /** The lines that a change touches, and those that are asleep: what costs the same as before is in the baseline. */
  readonly lines: readonly LineOutcome[]
  readonly jobs: readonly JobOutcome[]
  /** Other accounts that take something over; wallets of two accounts are never added. */
  readonly accounts: readonly AccountOutcome[]
  readonly stock: readonly StockOutcome[]
  readonly notes: readonly string[]
}

export type WhatIf = WhatIfAnswer | { readonly kind: 'refused'; readonly problems: readonly ScenarioProblem[] }

/**
 * The plan with the scenario's changes beside the plan without them, wallet by wallet. What does not change is not
 * calculated again: a scenario is the baseline plus what it changes, so that an empty one is the baseline itself.
 */
export function whatIf(baseline: PlanBaseline, scenario: Scenario, options: WhatIfOptions = {}): WhatIf {
  const figuresOf = options.figuresOf ?? publishedFigures
  const { draft, problems } = applyChanges(baseline, scenario, figuresOf, options.accounts)
  if (problems.length > 0) return { kind: 'refused', problems }

  const sheets = new Map<Currency, DeltaSheet>()
  const sheetOf = (currency: Currency) => {
    let sheet = sheets.get(currency)
    if (!sheet) sheets.set(currency, (sheet = deltaSheet(baseline.clock)))
    return sheet
  }
  for (const { currency } of baseline.wallets) sheetOf(currency)
  const rhythmOfMode = rhythms(baseline)
  const lines: LineOutcome[] = []
  let accounts: AccountOutcome[]
  try {
    accounts = accountOutcomes(draft.moved, options.accounts ?? new Map<string, PlanBaseline>())
    for (const line of draft.lines) {
      const mods = draft.mods.filter((mod) => isPricedBy(line, mod, baseline))
      if (line.changes.length === 0 && mods.length === 0 && line.present?.state !== 'hibernated') continue
      const touched = { ...line, changes: [...new Set([...line.changes, ...mods.map(({ change }) => change)])] }
      lines.push(projectLine(touched, mods, baseline, rhythmOfMode, sheetOf(line.currency)))
    }
  } catch (error) {
    if (error instanceof ScenarioProblems) return { kind: 'refused', problems: error.problems }
    throw error
  }

  const nameOf = nameIn(baseline)
  const stock = draft.needs.map((need) => ({ ...need, chance: options.stockChance?.(need) ?? null }))
  return {
    kind: 'answer',
    name: scenario.name,
    sentences: scenario.changes.map((change) => describeChange(change, nameOf)),
    asOf: baseline.asOf,
    window: baseline.clock.window,
    wallets: [...sheets]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, sheet]) => walletOutcome(baseline, currency, sheet, lines)),
    lines,
    jobs: draft.jobs.map((job) =>
      jobOutcome(
        job,
        lines.find(({ line }) => line.lineId === job.lineId)!,
      ),
    ),
    accounts,
    stock,
    notes: notesOf(baseline, scenario, lines),
  }
}

function nameIn({ lines }: PlanBaseline): NameOf {
  const names = new Map(lines.map(({ lineId, name }) => [lineId, name]))
  return (resourceId) => names.get(resourceId) ?? resourceId
}

function walletOutcome(
  baseline: PlanBaseline,
  currency: Currency,
  sheet: DeltaSheet,
  lines: readonly LineOutcome[],
): WalletOutcome {
  const { clock } = baseline
  const wallet = baseline.wallets.find((one) => one.currency === currency) ?? null
  const deltas = sheet.days()
  const total = clock.days.map((_, day) => deltas.reduce((sum, cause) => sum + cause[day]!, 0n))
  const inWindow = (amounts: readonly bigint[]) =>
    amounts.slice(clock.windowFrom, clock.windowTo).reduce((sum, amount) => sum + amount, 0n)
  const spend = taxed(scaledSpend(wallet, clock, total), currency)
  const taxPicos = spend.total.taxPicos - plannedTax(wallet, currency)
  const causes = Object.fromEntries(CAUSES.map((cause, i) => [cause, inWindow(deltas[i]!)])) as Record<
    CostCause,
    bigint
  >
  return {
    currency,
    ...spend,
    differencePicos: inWindow(total) + taxPicos,
    causes: { ...causes, tax: taxPicos },
    early: wallet?.early ?? true,
    runway: wallet?.balance
      ? runway({ balancePicos: wallet.balance.balancePicos, path: scenarioPath(wallet.path!, clock, total) })
      : null,
    avoidedPicos: lines.reduce((sum, one) => sum + (one.line.currency === currency ? one.avoidedPicos : 0n), 0n),
  }
}

/** The wallets of other accounts with what they take over; those that take nothing over are left out. */
function accountOutcomes(moved: readonly Moved[], baselines: ReadonlyMap<string, PlanBaseline>): AccountOutcome[] {
  return [...Map.groupBy(moved, ({ account }) => account)].map(([account, taken]) => {
    const baseline = baselines.get(account)!
    const rhythmOfMode = rhythms(baseline)
    const sheets = new Map(taken.map(({ line }) => [line.currency, deltaSheet(baseline.clock)]))
    const lines = taken.map(({ line }) => projectLine(line, [], baseline, rhythmOfMode, sheets.get(line.currency)!))
    const wallets = [...sheets]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, sheet]) => walletOutcome(baseline, currency, sheet, lines))
    return { account, wallets, lines }
  })
}

function rhythms(baseline: PlanBaseline): (mode: Mode) => Rhythm {
  const known = new Map<Uint8Array, Rhythm>()
  return (mode) => {
    if (mode.kind !== 'weekly') return baseline.always
    let rhythm = known.get(mode.awake)
    if (!rhythm) known.set(mode.awake, (rhythm = rhythmOf(baseline.clock, mode.awake)))
    return rhythm
  }
}

function notesOf(baseline: PlanBaseline, { changes }: Scenario, lines: readonly LineOutcome[]): string[] {
  const notes: string[] = []
  const unpriced = baseline.lines.filter(({ present }) => present?.perHourPicos === null).length
  if (unpriced > 0) {
    notes.push(
      `${unpriced} of the plan ${unpriced === 1 ? 'has' : 'have'} no rate that any source tells: counted as 0.`,
    )
  }
  if (changes.some((change) => change.kind === 'schedule' && change.off === 'stop')) {
    notes.push('A machine that is shut off is paid in full: stopping by schedule changes nothing of the cost.')
  }
  const woken = lines.filter(
    ({ line, pieces }) => line.present?.state === 'hibernated' && pieces.some(({ onMs }) => onMs > 0),
  )
  if (woken.length > 0) {
    const names = woken.map(({ line }) => line.name).join(', ')
    notes.push(`Asleep now and woken by this scenario: ${names}. The baseline leaves asleep what is asleep.`)
  }
  return notes
}
