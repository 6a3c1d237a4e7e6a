import type { Instant } from '../time.ts'
import { HOUR_MS } from '../time.ts'
import { NEW_WORK, type ForecastItem } from './forecast-item.ts'
import type { ResourceRate } from './run-rate.ts'
import { AI, aiItem, itemOfRate, SNAPSHOTS, type SpendPartOf } from './spend-parts.ts'
import type { SpendForecast, SpendKind } from './spend/forecast-spend.ts'
import type { UsageCost } from './usage-cost.ts'

/** What one resource, or new work of one sort, is expected to cost: the smallest part of a forecast. */
export interface SpendLeaf {
  /** The same in every forecast of the same records. */
  readonly key: string
  readonly item: ForecastItem
  /** What it is forecast with; null where there is no mixture. */
  readonly kind: string | null
  /** Currency units in each hour from asOf on. */
  readonly hourly: Float64Array
  /** Currency units per hour now, of what is open. */
  readonly runRate: number
  /** Currency units per hour whenever it is on; nought of work that is not there yet. */
  readonly onRate: number
  /** The exact rate of an hour, where it is just what runs that goes on. */
  readonly steadyPicos?: bigint
  /** It stopped and came back before: its hours follow a rhythm. */
  readonly comesAndGoes: boolean
  /** It is the sleep of a machine. */
  readonly isSleep: boolean
}

const RECENTLY_MS = 28 * 24 * HOUR_MS

/** A forecast down to its leaves, whose hours add up to its steps. */
export function leavesOf(
  mix: SpendForecast,
  parts: readonly SpendPartOf[],
  rates: readonly ResourceRate[],
  asOf: Instant,
): SpendLeaf[] {
  const byKind = Map.groupBy(parts, ({ spend }) => spend.kind)
  return mix.kinds.flatMap((kind) => {
    const own = byKind.get(kind.kind) ?? []
    if (kind.kind === SNAPSHOTS) return snapshotLeaves(kind, mix, rates)
    if (kind.kind === AI) return usageLeaves(kind, mix, own, asOf)
    return resourceLeaves(kind, mix, own, asOf)
  })
}

/**
 * The steps of the mixture laid over hours and resources as the bottom-up has them: where it is below the bottom-up all
 * resources give way alike, where it is above the rest is new work.
 */
function resourceLeaves(
  kind: SpendKind,
  { stepHours }: SpendForecast,
  parts: readonly SpendPartOf[],
  asOf: Instant,
): SpendLeaf[] {
  const byResource = Map.groupBy(parts, ({ spend }) => spend.resource)
  const { ahead, mean } = kind
  const foreseen = ahead.newWork.slice()
  for (const path of ahead.byResource.values()) for (let h = 0; h < path.length; h++) foreseen[h]! += path[h]!
  const newWork = ahead.newWork.slice()
  const shares = mean.map((wanted, step) => {
    let sum = 0
    for (let h = step * stepHours; h < (step + 1) * stepHours; h++) sum += foreseen[h]!
    const share = sum > wanted ? wanted / sum : 1
    const more = Math.max(0, wanted - sum) / stepHours
    for (let h = step * stepHours; h < (step + 1) * stepHours; h++) newWork[h] = newWork[h]! * share + more
    return share
  })
  const leaves: SpendLeaf[] = []
  for (const [resource, path] of ahead.byResource) {
    const own = byResource.get(resource)!
    const last = own.at(-1)!
    for (let h = 0; h < path.length; h++) path[h]! *= shares[Math.floor(h / stepHours)]!
    leaves.push({
      key: resource,
      item: last.item,
      kind: kind.kind,
      hourly: path,
      runRate: own.find(({ spend }) => spend.endsAt === null)?.spend.ratePerHour ?? 0,
      onRate: last.spend.ratePerHour,
      comesAndGoes: own.length > 1,
      isSleep: kind.kind === 'asleep',
    })
  }
  if (newWork.every((v) => v === 0)) return leaves
  for (const { item, share } of newcomers(parts, asOf)) {
    const hourly = newWork.map((v) => v * share)
    leaves.push({ ...nothingYet(item, kind.kind), hourly, isSleep: kind.kind === 'asleep' })
  }
  return leaves
}

/** Snapshots' cost by those that there are now; where there is none at the moment, of ones to come. */
function snapshotLeaves(kind: SpendKind, mix: SpendForecast, rates: readonly ResourceRate[]): SpendLeaf[] {
  const whole = hoursOf(kind, mix)
  const open = rates.filter(({ resourceType }) => resourceType === 'snapshot')
  const total = open.reduce((sum, { perHourPicos }) => sum + Number(perHourPicos ?? 0n), 0)
  if (total === 0) {
    const item = { resourceId: NEW_WORK, currency: mix.currency, region: null, tier: null, gpuModel: null }
    return [{ ...nothingYet({ ...item, resourceType: 'snapshot', state: 'stored' }, kind.kind), hourly: whole }]
  }
  return open.map((rate) => {
    const perHour = Number(rate.perHourPicos ?? 0n)
    const item = itemOfRate(rate)
    return {
      ...nothingYet(item, kind.kind),
      key: item.resourceId,
      hourly: whole.map((v) => (v * perHour) / total),
      runRate: perHour / 1e12,
      onRate: perHour / 1e12,
    }
  })
}

/** AI by the models that were used of late. */
function usageLeaves(kind: SpendKind, mix: SpendForecast, parts: readonly SpendPartOf[], asOf: Instant): SpendLeaf[] {
  const costs = new Map<string, number>()
  const recent = parts.filter(({ spend }) => spend.startsAt > asOf - RECENTLY_MS)
  for (const { spend } of recent.length > 0 ? recent : parts)
    costs.set(spend.resource, (costs.get(spend.resource) ?? 0) + spend.ratePerHour)
  const total = [...costs.values()].reduce((sum, v) => sum + v, 0)
  const whole = hoursOf(kind, mix)
  return [...costs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([model, cost]) => {
      const share = total === 0 ? 1 / costs.size : cost / total
      return {
        ...nothingYet(aiItem(model, mix.currency), kind.kind),
        key: model,
        hourly: whole.map((v) => v * share),
      }
    })
}

/** Where new work is expected: as what was born of late is spread by what it cost, else as all of the kind. */
function newcomers(parts: readonly SpendPartOf[], asOf: Instant): { item: ForecastItem; share: number }[] {
  const born = new Map<string, Instant>()
  for (const { spend } of parts)
    born.set(spend.resource, Math.min(spend.startsAt, born.get(spend.resource) ?? Infinity))
  const recent = parts.filter(({ spend }) => born.get(spend.resource)! > asOf - RECENTLY_MS)
  const costs = new Map<string, { item: ForecastItem; cost: number }>()
  for (const { item, spend } of recent.length > 0 ? recent : parts) {
    const sort = { ...item, resourceId: NEW_WORK }
    const name = sortName(sort)
    const cost = (costs.get(name)?.cost ?? 0) + ((spend.endsAt ?? asOf) - spend.startsAt) * spend.ratePerHour
    costs.set(name, { item: sort, cost })
  }
  const sorts = [...costs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sort]) => sort)
  const total = sorts.reduce((sum, { cost }) => sum + cost, 0)
  return sorts.map(({ item, cost }) => ({ item, share: total === 0 ? 1 / sorts.length : cost / total }))
}

/** What runs, going on as it is. */
export function runRateLeaf(rate: ResourceRate, hours: number): SpendLeaf {
  const steadyPicos = rate.perHourPicos ?? 0n
  const runRate = Number(steadyPicos) / 1e12
  const item = itemOfRate(rate)
  const hourly = new Float64Array(hours).fill(runRate)
  const isSleep = rate.state === 'hibernated'
  return { ...nothingYet(item, null), key: item.resourceId, hourly, runRate, onRate: runRate, steadyPicos, isSleep }
}

/** AI models where history is short: what they cost going on as it was on the mean. */
export function meanUsage(usage: readonly UsageCost[], asOf: Instant, hours: number): SpendLeaf[] {
  const first = usage[0]?.at ?? asOf
  const hoursSeen = Math.max(1, (asOf - first) / HOUR_MS)
  return [...Map.groupBy(usage, ({ resourceId }) => resourceId)].map(([model, own]) => {
    const cost = own.reduce((sum, { costPicos }) => sum + Number(costPicos) / 1e12, 0)
    const hourly = new Float64Array(hours).fill(cost / hoursSeen)
    return { ...nothingYet(aiItem(model, own[0]!.currency), null), key: model, hourly }
  })
}

const nothingYet = (item: ForecastItem, kind: string | null) => ({
  key: `${kind ?? ''} ${sortName(item)}`,
  item,
  kind,
  runRate: 0,
  onRate: 0,
  comesAndGoes: false,
  isSleep: false,
})

const sortName = ({ resourceType, region, tier, gpuModel }: ForecastItem) =>
  JSON.stringify([resourceType, region, tier, gpuModel])

const hoursOf = ({ mean }: SpendKind, { stepHours }: SpendForecast) =>
  new Float64Array(mean.length * stepHours).map((_, h) => mean[Math.floor(h / stepHours)]! / stepHours)
