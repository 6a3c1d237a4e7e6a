import { setImmediate } from 'node:timers/promises'
import {
  CAUSES,
  describeChange,
  formatPicos,
  HOUR_MS,
  whatIf,
  type JobOutcome,
  type LineOutcome,
  type Piece,
  type PlanBaseline,
  type Scenario,
  type Spend,
  type StockOutcome,
  type WalletOutcome,
  type WhatIfAnswer,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OutcomeDto, WhatIfBody, WhatIfDto } from '../dto/what-if.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { ProblemException, type ProblemError } from '../problem.ts'
import { otherAccounts } from './other-accounts.ts'
import { turns } from './in-turn.ts'
import { loadPlan, type Plan } from './plan.ts'
import { toRunwayDto } from './wallet.ts'

const inTurn = turns()

/** The plan beside each scenario. Throws a problem that names every field that is wrong, in all of the scenarios. */
export function compareScenarios(
  context: AppContext,
  body: WhatIfBody,
  query: { account?: string | undefined },
): Promise<WhatIfDto> {
  return inTurn(async () => {
    const plan = await loadPlan(context, { ...query, window: body.window })
    const { ledger, baseline } = plan
    const scenarios = await outcomesOf(plan, body.scenarios, await otherPlans(context, plan, body))
    return {
      asOf: toIso(ledger.asOf),
      account: ledger.account.slug,
      ...baseline.clock.window,
      baseline: baselineOutcome(baseline),
      scenarios,
    }
  })
}

/** One after another, with room for other requests in between. */
async function outcomesOf(
  { baseline, stockChance }: Plan,
  scenarios: readonly Scenario[],
  accounts: ReadonlyMap<string, PlanBaseline>,
): Promise<OutcomeDto[]> {
  const outcomes: OutcomeDto[] = []
  const errors: ProblemError[] = []
  for (const [i, scenario] of scenarios.entries()) {
    const result = whatIf(baseline, scenario, { stockChance, accounts })
    if (result.kind === 'answer') outcomes.push(toOutcomeDto(result))
    else
      for (const { pointer, detail } of result.problems) errors.push({ pointer: `/scenarios/${i}${pointer}`, detail })
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
): Promise<Map<string, PlanBaseline>> {
  const plans = new Map<string, PlanBaseline>()
  if (!scenarios.some(({ changes }) => changes.some(({ kind }) => kind === 'another-account'))) return plans
  for (const { slug } of await otherAccounts(context, ledger.account)) {
    const plan = await loadPlan(context, { account: slug, window: baseline.clock.window })
    plans.set(slug, plan.baseline)
  }
  return plans
}

const baselines = new WeakMap<PlanBaseline, OutcomeDto>()

function baselineOutcome(baseline: PlanBaseline): OutcomeDto {
  let outcome = baselines.get(baseline)
  if (!outcome) {
    const result = whatIf(baseline, { name: 'Baseline', changes: [] })
    if (result.kind !== 'answer') throw new Error('A plan without changes was refused')
    outcome = toOutcomeDto(result)
    baselines.set(baseline, outcome)
  }
  return outcome
}

/** The sentences of a scenario that nobody has asked yet. */
export const sentencesOf = ({ changes }: Pick<Scenario, 'changes'>): string[] =>
  changes.map((change) => describeChange(change))

function toOutcomeDto({ name, sentences, wallets, lines, jobs, accounts, stock, notes }: WhatIfAnswer): OutcomeDto {
  return {
    name,
    sentences: [...sentences],
    wallets: wallets.map(toWalletDto),
    lines: lines.filter(({ line }) => line.changes.length > 0).map(toLineDto),
    jobs: jobs.map(toJobDto),
    accounts: accounts.map((other) => ({
      account: other.account,
      wallets: other.wallets.map(toWalletDto),
      lines: other.lines.map(toLineDto),
    })),
    stock: stock.map(toStockDto),
    notes: [...notes],
  }
}

function toWalletDto(wallet: WalletOutcome): OutcomeDto['wallets'][number] {
  const { currency, early, days, months, total, differencePicos, causes, runway, avoidedPicos } = wallet
  const { price, hours, count, state, storage, tax } = causes
  return {
    currency,
    early,
    days: days.map(({ day, ...spend }) => ({ day, ...toSpendDto(spend) })),
    months: months.map(({ from, to, ...spend }) => ({ from, to, ...toSpendDto(spend) })),
    total: toSpendDto(total),
    difference: {
      total: formatPicos(differencePicos),
      price: formatPicos(price),
      hours: formatPicos(hours),
      count: formatPicos(count),
      state: formatPicos(state),
      storage: formatPicos(storage),
      tax: formatPicos(tax),
    },
    runway: runway && toRunwayDto(runway),
    avoidedByHibernation: formatPicos(avoidedPicos),
  }
}

const toSpendDto = ({ billedPicos, p10Picos, p50Picos, p90Picos, taxPicos }: Spend) => ({
  billedSoFar: formatPicos(billedPicos),
  p10: formatPicos(p10Picos),
  p50: formatPicos(p50Picos),
  p90: formatPicos(p90Picos),
  tax: formatPicos(taxPicos),
})

function toLineDto({ line, baselinePicos, scenarioPicos, causes, pieces }: LineOutcome): OutcomeDto['lines'][number] {
  const { lineId, name, currency, present, changes, spans } = line
  const [price, hours, count, state, storage] = CAUSES.map((_, i) => formatPicos(causes[i]!))
  const asset = present?.asset ?? spans[0]!.asset
  return {
    id: lineId,
    name,
    kind: asset.kind,
    currency,
    changes: [...changes],
    now: present && {
      gpuModel: present.asset.gpuModel,
      gpuCount: present.asset.gpuCount,
      sizeGb: present.asset.sizeGb,
      state: present.state,
      perHour: present.perHourPicos === null ? null : formatPicos(present.perHourPicos),
    },
    baseline: formatPicos(baselinePicos),
    scenario: formatPicos(scenarioPicos),
    difference: {
      total: formatPicos(scenarioPicos - baselinePicos),
      price: price!,
      hours: hours!,
      count: count!,
      state: state!,
      storage: storage!,
    },
    pieces: pieces.map(toPieceDto),
  }
}

function toPieceDto(piece: Piece): OutcomeDto['lines'][number]['pieces'][number] {
  const { startsAt, endsAt, machines, asset, region, onMs, onPicos, asleepMs, asleepPicos, costPicos } = piece
  return {
    from: toIso(startsAt),
    to: toIso(endsAt),
    machines,
    gpuModel: asset.gpuModel,
    gpuCount: asset.gpuCount,
    sizeGb: asset.sizeGb,
    tier: asset.tier,
    region,
    onHours: onMs / HOUR_MS,
    onPerHour: formatPicos(onPicos),
    asleepHours: asleepMs / HOUR_MS,
    asleepPerHour: formatPicos(asleepPicos),
    cost: formatPicos(costPicos),
  }
}

function toJobDto(job: JobOutcome): OutcomeDto['jobs'][number] {
  const { change, name, currency, startsAt, finish, gpuHours, perUnitPicos, unit, deadline, deadlineAt } = job
  return {
    change,
    name,
    currency,
    startsAt: toIso(startsAt),
    finish: { early: toIso(finish.early), likely: toIso(finish.likely), late: toIsoOrNull(finish.late) },
    gpuHours,
    cost: {
      early: formatPicos(job.earlyCostPicos),
      likely: formatPicos(job.costPicos),
      late: job.lateCostPicos === null ? null : formatPicos(job.lateCostPicos),
    },
    perUnit: formatPicos(perUnitPicos),
    unit,
    deadline:
      deadline === null || deadlineAt === null
        ? null
        : {
            at: toIso(deadlineAt),
            isMade: deadline.isMade,
            isSure: deadline.isSure,
            lateSeconds: Math.ceil(deadline.lateMs / 1000),
          },
  }
}

const toStockDto = ({ change, gpuModel, gpuCount, machines, region, at, chance }: StockOutcome) => ({
  change,
  gpuModel,
  gpuCount,
  machines,
  region,
  at: toIso(at),
  chance,
})
