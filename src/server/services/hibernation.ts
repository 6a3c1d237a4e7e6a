import { findGpuSpecs, type GpuSpec } from '../../db/gpu-spec-repository.ts'
import { findUtilisation } from '../../db/utilisation-repository.ts'
import { addDays, formatPicos, type DayRange, type Instant, type StatusChange } from '../../engine/index.ts'
import {
  adviseSleep,
  askBecause,
  cautionCurve,
  CAUTIONS,
  defaultSleepSettings,
  fullRate,
  horizonsOf,
  machineHours,
  machineLedger,
  noRule,
  onSince,
  profileGrid,
  restoreRisk,
  ruleInput,
  scheduleWords,
  sumRanges,
  type AskBecause,
  type BusyHours,
  type PlanFigures,
  type Range,
  type SleepAdvice,
  type SleepInput,
  type SleepRule,
  type SleepSettings,
} from '../../engine/hibernation/index.ts'
import type { Resource } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { HibernationDto, PlanFiguresDto, SleepMachineDto } from '../dto/hibernation.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { madeIn } from './hibernation-made.ts'
import { loadLedger, type Ledger } from './ledger.ts'
import { UTILISATION_KEPT_MS } from './utilisation.ts'
import { loadSleepRules } from './sleep-rules.ts'
import { loadStockHistory, type StockHistory } from './stock-history.ts'

export interface HibernationQuery {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  /** A step of CAUTIONS. */
  readonly caution?: number | undefined
  /** Restores that may fail, of 100. */
  readonly risk?: number | undefined
  readonly account?: string | undefined
}

interface Advised {
  readonly resource: Resource
  readonly input: SleepInput
  readonly advice: SleepAdvice
  readonly curve: readonly PlanFigures[]
  readonly ask: readonly AskBecause[]
  readonly spec: GpuSpec | null
  readonly rule: SleepRule
}

/** Machines beyond which the slider's curve is not drawn: it asks five times for each. */
const MOST_CURVED = 500

/** What sleep avoided, what shut off cost, and which machines should sleep when. */
export async function hibernation(context: AppContext, query: HibernationQuery): Promise<HibernationDto> {
  const { ledger } = await loadLedger(context, query)
  const { account, calendar, asOf } = ledger
  const today = calendar.dayOf(context.clock())
  const period: DayRange = { from: query.from ?? addDays(today, -29), to: query.to ?? addDays(today, 1) }
  const wide =
    period.from < calendar.dayOf(ledger.since)
      ? (await loadLedger(context, { ...query, from: period.from })).ledger
      : ledger
  const [{ made, firstLook, statuses }, stock, specs, rules, utilisation] = await Promise.all([
    madeIn(context, wide, period),
    loadStockHistory(context, account),
    findGpuSpecs(context.store.db, account.accountId),
    loadSleepRules(context, account),
    findUtilisation(context.store.db, account.accountId, asOf - UTILISATION_KEPT_MS),
  ])
  const step = query.caution ?? CAUTIONS.indexOf(defaultSleepSettings.caution)
  const settings: SleepSettings = {
    ...defaultSleepSettings,
    asOf,
    caution: CAUTIONS[step]!,
    mostFailures: query.risk === undefined ? defaultSleepSettings.mostFailures : query.risk / 100,
  }
  const wanted = (row: { currency: string | null; region: string | null }) =>
    (query.currency === undefined || row.currency === query.currency) &&
    (query.region === undefined || (row.region ?? 'unknown') === query.region)
  const advised = adviseAll({ ledger: wide, statuses, stock, specs, rules, utilisation }, settings).filter(
    ({ resource }) => wanted(resource),
  )
  return {
    asOf: toIso(asOf),
    zone: account.zone,
    ...period,
    caution: { step, steps: CAUTIONS.length, ...settings.caution },
    mostFailures: settings.mostFailures,
    firstLook: toIsoOrNull(firstLook),
    stockReadAt: toIsoOrNull(stock.readAt),
    made: {
      wallets: made.wallets.filter(({ currency }) => query.currency === undefined || currency === query.currency),
      machines: made.machines.filter(wanted),
    },
    possible: possible(advised, ledger, asOf),
    curve: curveOf(advised),
    machines: advised.sort(mostFirst).map(toMachineDto),
  }
}

interface Sources {
  readonly ledger: Ledger
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
  readonly stock: StockHistory
  readonly specs: readonly GpuSpec[]
  readonly rules: ReadonlyMap<string, SleepRule>
  readonly utilisation: ReadonlyMap<string, BusyHours>
}

function adviseAll(
  { ledger, statuses, stock, specs, rules, utilisation }: Sources,
  settings: SleepSettings,
): Advised[] {
  const { calendar, asOf, prices } = ledger
  const hours = machineHours(profileGrid(calendar.zone, asOf))
  const records = Map.groupBy(ledger.records, ({ resourceId }) => resourceId)
  const machines = ledger.resources.filter(({ type, deletedSeenAt }) => type === 'instance' && deletedSeenAt === null)
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
    const states = machineLedger(own, statuses.get(resource.resourceId) ?? [], asOf)
    const input: SleepInput = {
      resourceId: resource.resourceId,
      ledger: states,
      ...rate,
      canHibernate: spec?.canHibernate ?? null,
      ...ruleInput(rule, calendar, asOf),
      busy: utilisation.get(resource.resourceId) ?? null,
      restore: pool ? restoreRisk(stock.model(pool, question)) : null,
    }
    const advice = adviseSleep(input, hours, settings)
    const curve = machines.length <= MOST_CURVED && advice.kind !== 'none' ? cautionCurve(input, hours, settings) : []
    const isUnasked = rule === noRule && input.busy === null
    const isQuiet = isUnasked && advice.kind === 'none' && advice.reason === 'in use all the time'
    const ask = isQuiet ? askBecause({ name: resource.name, onSince: onSince(states) }, asOf) : []
    return [{ resource, input, advice, curve, ask, spec, rule }]
  })
}

/** What could be avoided still, per wallet, region and model. */
function possible(advised: readonly Advised[], { calendar }: Ledger, asOf: Instant): HibernationDto['possible'] {
  const { restOfMonth, nextMonth, nextQuarter } = horizonsOf(calendar, asOf)
  const groups = Map.groupBy(
    advised.filter(({ advice }) => advice.kind !== 'none'),
    ({ resource }) => JSON.stringify([resource.currency, resource.region ?? 'unknown', resource.gpuModel]),
  )
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, machines]) => {
      const [currency, region, gpuModel] = JSON.parse(key) as [string, string, string | null]
      const figures = machines.flatMap(({ advice }) => (advice.kind === 'none' ? [] : [advice.figures]))
      const ranges = figures.map(({ beyondNow }) => beyondNow)
      const loss = figures.reduce((sum, { restoreLoss }) => sum + (restoreLoss ?? 0), 0)
      return {
        currency,
        region,
        gpuModel,
        machines: machines.length,
        restOfMonth: toRangeDto(sumRanges(ranges, restOfMonth)),
        nextMonth: toRangeDto(sumRanges(ranges, nextMonth)),
        nextQuarter: toRangeDto(sumRanges(ranges, nextQuarter)),
        restoreLossPerMonth: loss.toFixed(2),
      }
    })
}

/** What the slider trades, per wallet: the same machines at each step of caution. */
function curveOf(advised: readonly Advised[]): HibernationDto['curve'] {
  const month = { startsAt: 0, endsAt: (365.25 / 12) * 86_400_000 }
  const wallets = Map.groupBy(
    advised.filter(({ curve }) => curve.length > 0),
    ({ resource }) => resource.currency!,
  )
  return [...wallets].flatMap(([currency, machines]) =>
    CAUTIONS.map(({ missMultiple }, step) => {
      const figures = machines.map(({ curve }) => curve[step]!)
      return {
        currency,
        step,
        missMultiple,
        avoided: toRangeDto(
          sumRanges(
            figures.map(({ avoided }) => avoided),
            month,
          ),
        ),
        beyondNow: toRangeDto(
          sumRanges(
            figures.map(({ beyondNow }) => beyondNow),
            month,
          ),
        ),
        missedHours: tenth(figures.reduce((sum, { missedHours }) => sum + missedHours, 0)),
      }
    }),
  )
}

function toMachineDto({ resource, input, advice, ask, spec, rule }: Advised): SleepMachineDto {
  const plan = advice.kind === 'none' ? null : advice
  return {
    resourceId: resource.resourceId,
    name: resource.name,
    currency: resource.currency!,
    region: resource.region ?? 'unknown',
    tier: resource.tier,
    gpuModel: resource.gpuModel,
    gpuCount: resource.gpuCount,
    state: resource.status?.toLowerCase() ?? 'unknown',
    onPerHour: formatPicos(BigInt(Math.round(input.runPerHour * 1e6)) * 1_000_000n),
    kind: advice.kind,
    reason: advice.kind === 'none' ? reasonOf(advice.reason, rule) : null,
    words: plan && scheduleWords(plan.windows),
    asleep: plan && [...plan.asleep],
    needed: [...advice.profile.needed].map(hundredth),
    idle: [...advice.profile.idle].map(hundredth),
    figures: plan && toFiguresDto(plan.figures),
    fixed: toFiguresDto(advice.fixed),
    breaks: breaksOf(spec),
    ask: ask.map(askText),
    snapshots: input.restore?.snapshots ?? 0,
    measuredHours: input.busy?.size ?? 0,
    rule,
  }
}

function reasonOf(reason: string, rule: SleepRule): string {
  if (rule.dismissed !== null) return `dismissed: ${rule.dismissed}`
  if (rule.needed === 'always') return 'its owner needs it always'
  if (rule.keepUntil !== null && reason === 'not allowed') return `kept on until ${rule.keepUntil}`
  return reason
}

function askText(because: AskBecause): string {
  return because.kind === 'name' ? `its name says ${because.word}` : `on for ${because.days} days`
}

function breaksOf(spec: GpuSpec | null): string[] {
  return [
    'the public IP may change',
    ...(spec?.ephemeralGb ? [`${spec.ephemeralGb} GB of ephemeral disk are lost`] : []),
  ]
}

function toFiguresDto(figures: PlanFigures): PlanFiguresDto {
  return {
    avoided: toRangeDto(figures.avoided),
    beyondNow: toRangeDto(figures.beyondNow),
    missedHours: tenth(figures.missedHours),
    missedShare: hundredth(figures.missedShare),
    wakes: tenth(figures.wakes),
    failedRestores: figures.failedRestores === null ? null : hundredth(figures.failedRestores),
    restoreLoss: figures.restoreLoss?.toFixed(2) ?? null,
    restoresSeen: figures.restoresSeen,
    restoresWithout: figures.restoresWithout,
    regular: hundredth(figures.regular),
    idleWeeks: figures.idleWeeks,
    weeks: figures.weeks,
  }
}

/** A forecast is rounded to cents once, here. */
const toRangeDto = ({ p10, p50, p90 }: Range) => ({ p10: p10.toFixed(2), p50: p50.toFixed(2), p90: p90.toFixed(2) })
const hundredth = (value: number) => Math.round(value * 100) / 100
const tenth = (value: number) => Math.round(value * 10) / 10

/** What can still be avoided first, then what is avoided, then those without a schedule by what they cost. */
function mostFirst(a: Advised, b: Advised): number {
  const worth = ({ advice, input }: Advised) =>
    advice.kind === 'none'
      ? input.runPerHour / 1e6
      : 1 + advice.figures.beyondNow.p50 + advice.figures.avoided.p50 / 1e4
  const currency = (each: Advised) => each.resource.currency!
  return currency(a) === currency(b) ? worth(b) - worth(a) : currency(a) < currency(b) ? -1 : 1
}
