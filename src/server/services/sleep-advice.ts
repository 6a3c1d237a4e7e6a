import { findGpuSpecs, type GpuSpec } from '../../db/gpu-spec-repository.ts'
import { findUtilisation } from '../../db/utilisation-repository.ts'
import {
  adviseSleep,
  askBecause,
  cautionCurve,
  CAUTIONS,
  defaultSleepSettings,
  fullRate,
  isUnclear,
  machineHours,
  machineLedger,
  noRule,
  onSince,
  profileGrid,
  restoreRisk,
  ruleInput,
  triedRisk,
  type AskBecause,
  type BusyHours,
  type NoSchedule,
  type PlanFigures,
  type PlanningSettings,
  type RestoreRisk,
  type SleepAdvice,
  type SleepInput,
  type SleepRule,
  type SleepSettings,
} from '../../engine/hibernation/index.ts'
import type { StockQuestion } from '../../engine/capacity/index.ts'
import type { Instant, Resource, StatusChange } from '../../engine/index.ts'
import type { Plan, PlannedSpan } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { Ledger } from './ledger.ts'
import { loadPlanningSettings } from './planning-settings.ts'
import { loadSleepPlans, type SleepPlans } from './sleep-plans.ts'
import { loadSleepRules } from './sleep-rules.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'
import { sleepInstead } from './sleep-instead.ts'
import { UTILISATION_KEPT_MS } from './utilisation.ts'

/** One machine with the advice on its sleep, what that rests on, and what is planned for it. */
export interface Advised {
  readonly resource: Resource
  readonly input: SleepInput
  readonly advice: SleepAdvice
  readonly curve: readonly PlanFigures[]
  readonly ask: readonly AskBecause[]
  /** What could be done where its restores fail too often, with figures. */
  readonly instead: readonly string[]
  readonly spec: GpuSpec | null
  readonly rule: SleepRule
  /** Those that stand and speak of it, proposals too. */
  readonly plans: readonly Plan[]
  /** What those in force make of it in the week ahead. */
  readonly ahead: readonly PlannedSpan[]
}

/** Machines beyond which the slider's curve is not drawn: it asks five times for each. */
const MOST_CURVED = 500

interface Sources {
  readonly ledger: Ledger
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
  readonly stock: StockHistory
  readonly specs: readonly GpuSpec[]
  readonly rules: ReadonlyMap<string, SleepRule>
  readonly utilisation: ReadonlyMap<string, BusyHours>
  readonly plans: SleepPlans
  readonly planning: PlanningSettings
}

export interface AdviceQuery {
  /** A step of CAUTIONS. */
  readonly caution?: number | undefined
  /** Restores that may fail, of 100. */
  readonly risk?: number | undefined
}

export interface Advice {
  readonly advised: Advised[]
  readonly settings: SleepSettings
  /** The step of caution that it was given for. */
  readonly step: number
  readonly stockReadAt: Instant | null
}

/** The advice on every machine of an account that is still there, with all that it takes into account. */
export async function loadAdvice(
  context: AppContext,
  { ledger, statuses }: Pick<Sources, 'ledger' | 'statuses'>,
  query: AdviceQuery,
): Promise<Advice> {
  const { account, asOf } = ledger
  const { db } = context.store
  const [stock, specs, rules, utilisation, plans, planning] = await Promise.all([
    loadStockHistory(context, account),
    findGpuSpecs(db, account.accountId),
    loadSleepRules(context, account),
    findUtilisation(db, account.accountId, asOf - UTILISATION_KEPT_MS),
    loadSleepPlans(context, account, context.clock()),
    loadPlanningSettings(context, account),
  ])
  const step = query.caution ?? CAUTIONS.indexOf(defaultSleepSettings.caution)
  const { minimumHours, hibernateMinutes, restoreMinutes } = planning
  const settings: SleepSettings = {
    asOf,
    caution: CAUTIONS[step]!,
    mostFailures: query.risk === undefined ? planning.mostFailures : query.risk / 100,
    minimumHours,
    hibernateMinutes,
    restoreMinutes,
  }
  const sources: Sources = { ledger, statuses, stock, specs, rules, utilisation, plans, planning }
  return { advised: adviseAll(sources, settings), settings, step, stockReadAt: stock.readAt }
}

function adviseAll(
  { ledger, statuses, stock, specs, rules, utilisation, plans, planning }: Sources,
  settings: SleepSettings,
): Advised[] {
  const { asOf, prices } = ledger
  const hours = machineHours(profileGrid(plans.calendar, asOf))
  const records = Map.groupBy(ledger.records, ({ resourceId }) => resourceId)
  const machines = ledger.resources.filter(({ type, deletedSeenAt }) => type === 'instance' && deletedSeenAt === null)
  const insteadOf = (resource: Resource, input: SleepInput, question: StockQuestion, own: RestoreRisk) => {
    const riskless = adviseSleep({ ...input, restore: null }, hours, settings)
    if (riskless.kind === 'none') return []
    return sleepInstead(resource, riskless.asleep, { stock, question, own, mostFailures: settings.mostFailures })
  }
  return machines.flatMap((resource): Advised[] => {
    const own = records.get(resource.resourceId) ?? []
    const rate = fullRate(resource, own, prices, asOf)
    if (rate === null || resource.currency === null) return []
    const spec =
      specs.find(
        (each) =>
          each.gpuModel === resource.gpuModel && each.tier === resource.tier && each.gpuCount === resource.gpuCount,
      ) ?? null
    const pool = stock.poolOf(resource.region, resource.gpuModel)
    const question = { size: resource.gpuCount ?? 1, count: 1 }
    const rule = rules.get(resource.resourceId) ?? noRule
    const ahead = plans.spans(resource.resourceId)
    const isKept = ahead[0]?.plan.what.kind === 'keep-on' && ahead[0].startsAt <= asOf
    const states = machineLedger(own, statuses.get(resource.resourceId) ?? [], asOf)
    const input: SleepInput = {
      resourceId: resource.resourceId,
      ledger: states,
      ...rate,
      canHibernate: spec?.canHibernate ?? null,
      ...ruleInput(rule, { isKept, workWeek: plans.workWeek }),
      busy: utilisation.get(resource.resourceId) ?? null,
      restore: pool
        ? restoreRisk(stock.model(pool, question))
        : triedRisk(stock.attemptsOf(resource.region, resource.gpuModel), question, asOf),
    }
    const advice = adviseSleep(input, hours, settings)
    const curve = machines.length <= MOST_CURVED && advice.kind !== 'none' ? cautionCurve(input, hours, settings) : []
    const isUnasked = rule === noRule && !isKept && input.busy === null
    const ask =
      isUnasked && isUnclear(advice)
        ? askBecause({ name: resource.name, onSince: onSince(states) }, asOf, planning)
        : []
    const instead =
      pool && input.restore && advice.kind === 'none' && isForRisk(advice.reason)
        ? insteadOf(resource, input, question, input.restore)
        : []
    return [{ resource, input, advice, curve, ask, instead, spec, rule, plans: plans.of(resource.resourceId), ahead }]
  })
}

const isForRisk = (reason: NoSchedule) =>
  reason === 'restores fail too often' || reason === 'not sure yet that it wakes'
