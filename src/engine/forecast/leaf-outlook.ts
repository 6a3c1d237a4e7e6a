import type { Currency } from '../money.ts'
import { plannedSpans, planIntervals, inForce, type Plan, type PlanCalendar, type PlanSubject } from '../plan/index.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import { hourlyPrice } from '../rating/expectation.ts'
import { HOUR_MS, type Instant, type Interval } from '../time.ts'
import type { AssetKind } from '../usage/asset.ts'
import type { Resource } from '../usage/resource.ts'
import { asleepRate } from './asleep-rate.ts'
import type { Driver } from './driver.ts'
import { NEW_WORK, type ForecastItem } from './forecast-item.ts'
import { hoursSpend, leafHour, leafSpend, steadySpend, type LeafSpend } from './leaf-spend.ts'
import type { SpendAhead } from './spend-ahead.ts'
import type { SpendLeaf } from './spend-leaf.ts'

/** What is planned, and whose each machine is; one that is not named is nobody's. */
export interface PlansAhead {
  readonly plans: readonly Plan[]
  readonly calendar: PlanCalendar
  readonly subjects: ReadonlyMap<string, PlanSubject>
}

export interface OutlookInput {
  readonly ahead: SpendAhead
  readonly resources: readonly Resource[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly planned?: PlansAhead
  /** How far is looked. */
  readonly endsAt: Instant
}

/** A leaf with all that is known to change it, each as what it costs until a moment. */
export interface LeafOutlook {
  readonly leaf: SpendLeaf
  readonly currency: Currency
  /** What it is expected to cost as things are. */
  readonly base: LeafSpend
  /** What plans add to that, or take from it; null where none speaks of it. */
  readonly planned: LeafSpend | null
  /** What prices that are known to change add. */
  readonly priceChange: LeafSpend | null
  /** The part of `base` that its present rate alone would cost. */
  readonly keepsRunning: LeafSpend
  /** Where the difference between `base` and `keepsRunning` belongs, or all of it. */
  readonly driver: Driver
}

/** The leaves of a forecast with plans in force and coming prices, deployments that are to come among them. */
export function leafOutlooks(input: OutlookInput): LeafOutlook[] {
  const { ahead, planned } = input
  const leaves = [...ahead.wallets.values()].flatMap((wallet) => wallet.leaves)
  const spoken = planned ? plannedLeaves(input, planned, leaves) : new Map<SpendLeaf, Float64Array>()
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  return [...leaves, ...(planned ? deployments(input, planned, spoken) : [])].map((leaf) =>
    outlookOf(leaf, input, resources.get(leaf.item.resourceId) ?? null, spoken.get(leaf) ?? null),
  )
}

function outlookOf(
  leaf: SpendLeaf,
  input: OutlookInput,
  resource: Resource | null,
  target: Float64Array | null,
): LeafOutlook {
  const { asOf } = input.ahead
  const hours = hoursUntil(input)
  const steps = priceSteps(leaf, input, resource)
  const difference = target?.map((v, h) => (Number.isNaN(v) ? 0 : v - leafHour(leaf, h))) ?? null
  const price =
    steps.length === 0
      ? null
      : new Float64Array(hours).map((_, h) => {
          const factor = steps.findLast(({ hour }) => hour <= h)?.factor ?? 1
          return (factor - 1) * (leafHour(leaf, h) + (difference?.[h] ?? 0))
        })
  return {
    leaf,
    currency: leaf.item.currency,
    base: leafSpend(leaf, asOf),
    planned: difference && hoursSpend(difference, asOf),
    priceChange: price && hoursSpend(price, asOf),
    keepsRunning: steadySpend(leaf.steadyPicos ?? BigInt(Math.round(leaf.runRate * 1e12)), asOf),
    driver: driverOf(leaf),
  }
}

function driverOf({ item, comesAndGoes, isSleep }: SpendLeaf): Driver {
  if (item.resourceType === 'ai_model') return 'ai'
  if (item.resourceType !== 'instance') return 'storage'
  return item.resourceId !== NEW_WORK && (comesAndGoes || isSleep) ? 'schedules' : 'churn'
}

const hoursUntil = ({ ahead, endsAt }: OutlookInput) => Math.max(0, Math.ceil((endsAt - ahead.asOf) / HOUR_MS))

/** From which hour on its price is which multiple of the present one. */
function priceSteps(leaf: SpendLeaf, { ahead, prices, rules, endsAt }: OutlookInput, resource: Resource | null) {
  const { asOf } = ahead
  const { item } = leaf
  if (item.resourceType === 'ai_model') return []
  const charged = priced(item, leaf.isSleep, resource, rules ?? defaultRules)
  const now = hourlyPrice(charged, item.currency, prices, asOf)
  if (now === null || now === 0n) return []
  return prices
    .timeline(charged.sku, item.currency)
    .filter(({ interval }) => interval.startsAt > asOf && interval.startsAt < endsAt)
    .flatMap(({ interval: { startsAt } }) => {
      const then = hourlyPrice(charged, item.currency, prices, startsAt)
      return then === null ? [] : [{ hour: Math.ceil((startsAt - asOf) / HOUR_MS), factor: Number(then) / Number(now) }]
    })
}

/** What a leaf is charged as; the number of GPUs and GB plays no part in how much dearer something gets. */
function priced(item: ForecastItem, isSleep: boolean, resource: Resource | null, rules: RatingRules) {
  const { resourceType, tier, gpuModel } = item
  const state: ChargeState = resourceType !== 'instance' ? 'stored' : isSleep ? 'hibernated' : 'active'
  const asset = {
    kind: resourceType as AssetKind,
    tier: tier ?? resource?.tier ?? null,
    gpuModel,
    gpuCount: resourceType === 'instance' ? (resource?.gpuCount ?? 1) : null,
    sizeGb: resourceType === 'instance' ? null : (resource?.sizeGb ?? 100),
    volumeType: resource?.volumeType ?? null,
  }
  return chargeItem(asset, state, rules)
}

/** Currency units of each hour as planned, NaN where no plan speaks, by leaf. */
function plannedLeaves(
  input: OutlookInput,
  { plans, calendar, subjects }: PlansAhead,
  leaves: SpendLeaf[],
): Map<SpendLeaf, Float64Array> {
  const targets = new Map<SpendLeaf, Float64Array>()
  const { asOf } = input.ahead
  const within: Interval = { startsAt: asOf, endsAt: input.endsAt }
  if (inForce(plans).length === 0 || asOf >= input.endsAt) return targets
  const machines = Map.groupBy(
    leaves.filter(({ item }) => item.resourceType === 'instance' && item.resourceId !== NEW_WORK),
    ({ item }) => item.resourceId,
  )
  for (const [resourceId, own] of machines) {
    const subject = subjects.get(resourceId) ?? { resourceId, owner: null, project: null }
    const spans = plannedSpans(subject, plans, calendar, within)
    if (spans.length === 0) continue
    const running = own.find(({ isSleep }) => !isSleep)
    const sleeping = own.find(({ isSleep }) => isSleep) ?? asleepLeaf(own[0]!)
    if (!own.includes(sleeping)) leaves.push(sleeping)
    const { prices, rules } = input
    const sleepRate = Number(asleepRate(sleeping.item.currency, prices, rules, asOf)) / 1e12
    const runningTarget = new Float64Array(hoursUntil(input)).fill(Number.NaN)
    const sleepingTarget = runningTarget.slice()
    for (const { startsAt, endsAt, state } of spans) {
      eachHour(startsAt, endsAt, asOf, (h, share) => {
        const on = state === 'on' ? (running?.onRate ?? 0) : 0
        const asleep = state === 'asleep' ? sleepRate : 0
        // The rest of a broken hour is as it was, unless the next plan has it.
        blend(runningTarget, h, share, on, running ? leafHour(running, h) : 0)
        blend(sleepingTarget, h, share, asleep, leafHour(sleeping, h))
      })
    }
    if (running) targets.set(running, runningTarget)
    targets.set(sleeping, sleepingTarget)
  }
  return targets
}

function blend(target: Float64Array, hour: number, share: number, planned: number, base: number): void {
  if (Number.isNaN(target[hour]!)) target[hour] = base
  target[hour] = target[hour]! + share * (planned - base)
}

function eachHour(startsAt: Instant, endsAt: Instant, asOf: Instant, take: (hour: number, share: number) => void) {
  const from = (startsAt - asOf) / HOUR_MS
  const to = (endsAt - asOf) / HOUR_MS
  for (let h = Math.floor(from); h < to; h++) take(h, Math.min(to, h + 1) - Math.max(from, h))
}

const asleepLeaf = (running: SpendLeaf): SpendLeaf => ({
  key: `${running.key} asleep`,
  item: { ...running.item, state: 'hibernated' },
  kind: 'asleep',
  hourly: new Float64Array(running.hourly.length),
  runRate: 0,
  onRate: 0,
  comesAndGoes: true,
  isSleep: true,
})

/**
 * Machines that are to be deployed, at the list price of today, until their plan ends. One whose day has come counts no
 * more: what really runs does.
 */
function deployments(
  input: OutlookInput,
  { plans, calendar }: PlansAhead,
  targets: Map<SpendLeaf, Float64Array>,
): SpendLeaf[] {
  const { ahead, prices, rules, endsAt } = input
  const { asOf } = ahead
  return inForce(plans).flatMap((plan) => {
    const { what } = plan
    if (what.kind !== 'deploy' || plan.startsAt <= asOf || plan.startsAt >= endsAt) return []
    const { name, machines, tier, gpuModel, gpuCount, region, currency } = what
    const asset = { kind: 'instance' as const, tier, gpuModel, gpuCount, sizeGb: null, volumeType: null }
    const price = hourlyPrice(chargeItem(asset, 'active', rules ?? defaultRules), currency, prices, asOf)
    const onRate = (Number(price ?? 0n) / 1e12) * machines
    const leaf: SpendLeaf = {
      key: `plan ${plan.planId}`,
      item: { resourceId: name, resourceType: 'instance', currency, region, tier, gpuModel, state: 'on' },
      kind: null,
      hourly: new Float64Array(WEEK_HOURS),
      runRate: 0,
      onRate,
      comesAndGoes: false,
      isSleep: false,
    }
    const target = new Float64Array(hoursUntil(input)).fill(Number.NaN)
    for (const { startsAt, endsAt: until } of planIntervals(plan, calendar, { startsAt: asOf, endsAt }))
      eachHour(startsAt, until, asOf, (h, share) => blend(target, h, share, onRate, 0))
    targets.set(leaf, target)
    return [leaf]
  })
}

/** A leaf's last week repeats; of one that is only planned it is empty. */
const WEEK_HOURS = 168
