import { setImmediate } from 'node:timers/promises'
import { describeChange, plannedOf, type Dimension, type Scenario, type StockChance } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OutcomeDto, WhatIfBody } from '../dto/what-if.ts'
import { toIso } from '../iso.ts'
import { ProblemException, type ProblemError } from '../problem.ts'
import { assignedOf } from './assigned.ts'
import { forecastOf, groupValues } from './forecast-of.ts'
import { otherAccounts } from './other-accounts.ts'
import { loadPlan, type Plan } from './plan.ts'
import { openObject, type AskedParties, type OutcomeJson } from './outcome-json.ts'
import { outcomeOf, type AskedOutcome } from './what-if-thread.ts'

/** The bytes of JSON in parts: what is a megabyte long is handed on as it came, for whoever copies it pays for it twice. */
export type Json = readonly Uint8Array<ArrayBuffer>[]

/**
 * The plan beside each scenario: the JSON of a WhatIfDto, which is a megabyte where many machines change month by month.
 * Throws a problem that names every field that is wrong, in all of the scenarios.
 */
export async function compareScenarios(
  context: AppContext,
  body: WhatIfBody,
  {
    account,
    withPieces = false,
    split,
  }: { account?: string | undefined; withPieces?: boolean; split?: Dimension | undefined },
): Promise<Json> {
  const plan = await loadPlan(context, { account, window: body.window })
  const { ledger, baseline } = plan
  const parties = split === undefined ? null : await plansBy(context, plan, split)
  const scenarios = await outcomesOf(plan, body.scenarios, {
    accounts: await otherPlans(context, plan, body),
    withPieces,
    parties,
  })
  const head = {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    ...baseline.clock.window,
    ...(split && { split }),
  }
  return withParts(openObject(head), {
    baseline: await baselineOutcome(plan, withPieces, parties),
    scenarios: listOf(scenarios),
  })
}

/** What the plan costs as it stands, by whose it is; work that is not there yet is nobody's. */
async function plansBy({ store }: AppContext, { ledger, baseline }: Plan, dimension: Dimension): Promise<AskedParties> {
  const { totals } = forecastOf(ledger, {
    window: baseline.clock.window,
    group: [dimension],
    owned: await assignedOf(store, ledger.account),
  })
  return {
    dimension,
    plans: totals.map((total) => ({
      currency: total.currency,
      name: groupValues(total.group)[0] ?? null,
      planned: plannedOf(total),
    })),
  }
}

/** One after another, with room for other requests in between. */
async function outcomesOf(plan: Plan, scenarios: readonly Scenario[], options: AskedOutcome): Promise<Json[]> {
  const outcomes: Json[] = []
  const errors: ProblemError[] = []
  for (const [i, scenario] of scenarios.entries()) {
    const outcome = await outcomeOf(plan, scenario, options)
    if (outcome.kind === 'outcome') outcomes.push(withStock(outcome, plan.stockChance))
    else
      for (const { pointer, detail } of outcome.problems) errors.push({ pointer: `/scenarios/${i}${pointer}`, detail })
    await setImmediate()
  }
  if (errors.length > 0) {
    const detail = errors.map((error) => `${error.pointer.slice(1)}: ${error.detail}`).join('; ')
    throw new ProblemException('invalid-request', detail, { errors })
  }
  return outcomes
}

/** The plans of all other accounts that were read, over the same window, where a scenario asks for another account. */
async function otherPlans(
  context: AppContext,
  { ledger, baseline }: Plan,
  { scenarios }: WhatIfBody,
): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>()
  if (!scenarios.some(({ changes }) => changes.some(({ kind }) => kind === 'another-account'))) return plans
  for (const { slug } of await otherAccounts(context, ledger.account))
    plans.set(slug, await loadPlan(context, { account: slug, window: baseline.clock.window }))
  return plans
}

const baselines = new WeakMap<Plan['baseline'], Json>()

async function baselineOutcome(plan: Plan, withPieces: boolean, parties: AskedParties | null): Promise<Json> {
  const isUsual = !withPieces && parties === null
  let outcome = !isUsual ? undefined : baselines.get(plan.baseline)
  if (outcome === undefined) {
    ;[outcome] = await outcomesOf(plan, [{ name: 'Baseline', changes: [] }], {
      accounts: new Map(),
      withPieces,
      parties,
    })
    if (isUsual) baselines.set(plan.baseline, outcome!)
  }
  // Whoever reads an answer may take its bytes away.
  return outcome!.map((part) => part.slice())
}

type Outcome = Extract<OutcomeJson, { kind: 'outcome' }>

function withStock({ json, needs }: Outcome, stockChance: StockChance): Json {
  const stock = needs.map((need): OutcomeDto['stock'][number] => {
    const { change, gpuModel, gpuCount, machines, region, at } = need
    return { change, gpuModel, gpuCount, machines, region, at: toIso(at), chance: stockChance(need) }
  })
  return withParts(json, { stock: asJson(stock) })
}

const encoder = new TextEncoder()
const asJson = (value: unknown): Json => [encoder.encode(JSON.stringify(value))]

/** An object that was left open with its last members, of which the JSON is made already. */
function withParts(open: Uint8Array<ArrayBuffer>, parts: Readonly<Record<string, Json>>): Json {
  const members = Object.entries(parts).flatMap(([name, part]) => [encoder.encode(`,"${name}":`), ...part])
  return [open, ...members, encoder.encode('}')]
}

function listOf(items: readonly Json[]): Json {
  const inside = items.flatMap((item, i) => (i === 0 ? item : [encoder.encode(','), ...item]))
  return [encoder.encode('['), ...inside, encoder.encode(']')]
}

/** The sentences of a scenario that nobody has asked yet. */
export const sentencesOf = ({ changes }: Pick<Scenario, 'changes'>): string[] =>
  changes.map((change) => describeChange(change))
