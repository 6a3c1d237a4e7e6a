import {
  CAUSES,
  describeChange,
  formatPicos,
  HOUR_MS,
  whatIf,
  type JobOutcome,
  type LineOutcome,
  type Piece,
  type Scenario,
  type Spend,
  type StockOutcome,
  type WalletOutcome,
  type WhatIfAnswer,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OutcomeDto, WhatIfBody, WhatIfDto } from '../dto/what-if.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { ProblemException } from '../problem.ts'
import { loadPlan, type Plan } from './plan.ts'
import { toRunwayDto } from './wallet.ts'

/** The plan beside each scenario. Throws a problem that names every field that is wrong, in all of the scenarios. */
export async function compareScenarios(
  context: AppContext,
  body: WhatIfBody,
  query: { account?: string | undefined },
): Promise<WhatIfDto> {
  const plan = await loadPlan(context, { ...query, window: body.window })
  const answers = answersOf(plan, [{ name: 'Baseline', changes: [] }, ...body.scenarios])
  const [baseline, ...scenarios] = answers.map(toOutcomeDto)
  const { ledger } = plan
  return {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    ...plan.baseline.clock.window,
    baseline: baseline!,
    scenarios,
  }
}

function answersOf({ baseline, stockChance }: Plan, scenarios: readonly Scenario[]): WhatIfAnswer[] {
  const results = scenarios.map((scenario) => whatIf(baseline, scenario, { stockChance }))
  // The first is the baseline, which nobody wrote.
  const errors = results.flatMap((result, i) =>
    result.kind === 'answer'
      ? []
      : result.problems.map(({ pointer, detail }) => ({ pointer: `/scenarios/${i - 1}${pointer}`, detail })),
  )
  if (errors.length > 0) {
    throw new ProblemException(
      'invalid-request',
      errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; '),
      { errors },
    )
  }
  return results.filter((result) => result.kind === 'answer')
}

/** The sentences of a scenario that nobody has asked yet. */
export const sentencesOf = ({ changes }: Pick<Scenario, 'changes'>): string[] =>
  changes.map((change) => describeChange(change))

function toOutcomeDto({ name, sentences, wallets, lines, jobs, stock, notes }: WhatIfAnswer): OutcomeDto {
  return {
    name,
    sentences: [...sentences],
    wallets: wallets.map(toWalletDto),
    lines: lines.filter(({ line }) => line.changes.length > 0).map(toLineDto),
    jobs: jobs.map(toJobDto),
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
