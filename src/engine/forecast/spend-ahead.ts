import type { Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import type { RatingRules } from '../pricing/rules.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { assetOf } from '../usage/asset.ts'
import { isAsleep } from '../usage/asleep.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import { burnHistory, type BurnHistory } from './burn-history.ts'
import { NEW_WORK, type ForecastItem } from './forecast-item.ts'
import { recordsKnownAt } from './known-at.ts'
import { runRates, type ResourceRate } from './run-rate.ts'
import { spendKinds } from './spend-kind.ts'
import { forecastSpend, type SpendForecast, type SpendKind } from './spend/forecast-spend.ts'
import type { SpendRecord } from './spend/spend-record.ts'

/** What one resource, or new work of one sort, is expected to cost: the smallest part of a forecast. */
export interface SpendLeaf {
  readonly item: ForecastItem
  /** Currency units in each hour from asOf on. */
  readonly hourly: Float64Array
  /** Currency units per hour now, of what is open. */
  readonly runRate: number
  /** The exact rate of an hour, where it is just what runs that goes on. */
  readonly steadyPicos?: bigint
  /** It stopped and came back before: its hours follow a rhythm. */
  readonly comesAndGoes: boolean
}

/** What is expected of one wallet. */
export interface WalletAhead {
  readonly currency: Currency
  readonly leaves: readonly SpendLeaf[]
  /** The mixture of the ways with its past errors; null where history is too short for it: run rate alone. */
  readonly mix: SpendForecast | null
  readonly history: BurnHistory
}

export interface AheadInput {
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly asOf: Instant
}

/** A record with what it can be grouped by. */
export interface KnownRecord {
  readonly record: BillingRecord
  readonly item: ForecastItem
}

export interface SpendAhead {
  readonly known: readonly KnownRecord[]
  readonly rates: readonly ResourceRate[]
  readonly wallets: ReadonlyMap<Currency, WalletAhead>
}

/** With less than two weeks nothing that returns weekly was seen to return: what runs goes on. */
const LEAST_HISTORY_DAYS = 14
const DAY_MS = 24 * HOUR_MS
const RECENTLY_MS = 28 * DAY_MS

/**
 * What is expected in the `days` after asOf, by wallet and down to the resource: the mixture of `forecastSpend`, by its
 * steps, laid over the hours and resources as the bottom-up has them. Where the mixture is below the bottom-up all
 * resources give way alike, where it is above the rest is new work. Currency units as floats, nothing that is billed.
 */
export function spendAhead(input: AheadInput, days: number): SpendAhead {
  const { asOf } = input
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const known = recordsKnownAt(input.records, asOf)
    .map((record) => ({ record, item: itemOf(record, resources) }))
    .sort((a, b) => inOrder(a.record, b.record))
  const openRecords = known.flatMap(({ record }) => (record.endsAt === null ? [record] : []))
  const rates = runRates({ ...input, openRecords })
  const wallets = new Map<Currency, WalletAhead>()
  const currencies = new Set([...known.map(({ item }) => item.currency), ...rates.map(({ currency }) => currency)])
  for (const currency of [...currencies].sort()) {
    const own = known.filter(({ item }) => item.currency === currency)
    const ownRates = rates.filter((rate) => rate.currency === currency)
    wallets.set(currency, walletAhead(currency, own, ownRates, asOf, days))
  }
  return { known, rates, wallets }
}

function walletAhead(
  currency: Currency,
  known: readonly KnownRecord[],
  rates: readonly ResourceRate[],
  asOf: Instant,
  days: number,
): WalletAhead {
  const records = known.map(({ record }) => record)
  const history = burnHistory(records, asOf)
  const parts = spendParts(known, rates, asOf)
  if (history.startsAt === null || asOf - history.startsAt < LEAST_HISTORY_DAYS * DAY_MS) {
    return { currency, leaves: rates.map((rate) => runRateLeaf(rate, days)), mix: null, history }
  }
  const mix = forecastSpend({ records: parts.map(({ spend }) => spend), asOf, horizonHours: days * 24 })[0] ?? null
  const leaves =
    mix === null
      ? []
      : mix.kinds.flatMap((kind) =>
          kind.kind === 'snapshot' ? snapshotLeaves(kind, mix, rates) : leavesOf(kind, mix.stepHours, parts, asOf),
        )
  return { currency, leaves, mix, history }
}

interface SpendPartOf {
  readonly spend: SpendRecord
  readonly item: ForecastItem
}

/** Records as the forecast sees them: running and asleep apart, for a machine that sleeps is one that may wake. */
function spendParts(known: readonly KnownRecord[], rates: readonly ResourceRate[], asOf: Instant): SpendPartOf[] {
  const rateOf = new Map(rates.map((rate) => [rate.openRecord, rate]))
  const kindOf = spendKinds([
    ...known.map(({ record, item }) => ({ item, name: record.resourceName })),
    ...rates.map((rate) => ({ item: itemOfRate(rate), name: rate.name })),
  ])
  const parts: SpendPartOf[] = []
  const snapshots: KnownRecord[] = []
  for (const { record, item } of known) {
    if (item.resourceType === 'snapshot') {
      snapshots.push({ record, item })
      continue
    }
    const { startsAt, endsAt } = coveredInterval(record, asOf)
    const rate = record.endsAt === null ? rateOf.get(record) : undefined
    if (startsAt >= endsAt && rate === undefined) continue
    const average = startsAt < endsAt ? (Number(record.totalPicos) / 1e12 / (endsAt - startsAt)) * HOUR_MS : 0
    const asleep = isAsleep(record)
    parts.push({
      item,
      spend: {
        resource: asleep ? `${item.resourceId} asleep` : item.resourceId,
        kind: asleep ? 'asleep' : kindOf(item, record.resourceName),
        currency: item.currency,
        startsAt,
        endsAt: rate === undefined ? endsAt : null,
        ratePerHour: rate === undefined ? average : Number(rate.perHourPicos ?? 0n) / 1e12,
      },
    })
  }
  for (const rate of rates) {
    if (rate.openRecord !== null || rate.resourceType === 'snapshot') continue
    const item = itemOfRate(rate)
    const spend = { resource: item.resourceId, kind: kindOf(item, rate.name), currency: item.currency }
    const ratePerHour = Number(rate.perHourPicos ?? 0n) / 1e12
    parts.push({ item, spend: { ...spend, startsAt: asOf - 1, endsAt: null, ratePerHour } })
  }
  return [...parts, ...snapshotParts(snapshots, asOf)]
}

/**
 * Snapshots replace each other, so that one's end tells nothing: all of them are forecast as one thing that goes on, at
 * what they cost in the last day. The stretches overlap by a millisecond, so that at the end of each one is open.
 */
function snapshotParts(snapshots: readonly KnownRecord[], asOf: Instant): SpendPartOf[] {
  const last = snapshots.at(-1)
  if (!last) return []
  const history = burnHistory(
    snapshots.map(({ record }) => record),
    asOf,
  )
  const parts: SpendPartOf[] = []
  for (let day = 0; asOf - day * DAY_MS > (history.startsAt ?? asOf); day++) {
    const endsAt = asOf - day * DAY_MS
    const startsAt = Math.max(endsAt - DAY_MS, history.startsAt!)
    const ratePerHour = (history.spent(startsAt, endsAt) / (endsAt - startsAt)) * HOUR_MS
    const sort = { resource: 'snapshots', kind: 'snapshot', currency: last.item.currency }
    parts.unshift({ item: last.item, spend: { ...sort, startsAt, endsAt: day === 0 ? null : endsAt + 1, ratePerHour } })
  }
  return parts
}

function leavesOf(kind: SpendKind, stepHours: number, all: readonly SpendPartOf[], asOf: Instant): SpendLeaf[] {
  const parts = all.filter(({ spend }) => spend.kind === kind.kind)
  const byResource = Map.groupBy(parts, ({ spend }) => spend.resource)
  const { ahead, mean } = kind
  const foreseen = ahead.newWork.slice()
  for (const path of ahead.byResource.values()) path.forEach((v, h) => (foreseen[h]! += v))
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
    const hourly = path.map((v, h) => v * shares[Math.floor(h / stepHours)]!)
    const runRate = own.find(({ spend }) => spend.endsAt === null)?.spend.ratePerHour ?? 0
    leaves.push({ item: own.at(-1)!.item, hourly, runRate, comesAndGoes: own.length > 1 })
  }
  if (newWork.every((v) => v === 0)) return leaves
  for (const { item, share } of newcomers(parts, asOf)) {
    leaves.push({ item, hourly: newWork.map((v) => v * share), runRate: 0, comesAndGoes: false })
  }
  return leaves
}

/** Snapshots' cost by those that there are now; where there is none at the moment, of ones to come. */
function snapshotLeaves(
  kind: SpendKind,
  { stepHours, currency }: SpendForecast,
  rates: readonly ResourceRate[],
): SpendLeaf[] {
  const whole = new Float64Array(kind.mean.length * stepHours).map(
    (_, h) => kind.mean[Math.floor(h / stepHours)]! / stepHours,
  )
  const open = rates.filter(({ resourceType }) => resourceType === 'snapshot')
  const total = open.reduce((sum, { perHourPicos }) => sum + Number(perHourPicos ?? 0n), 0)
  if (total === 0) {
    const item = { resourceId: NEW_WORK, currency, region: null, tier: null, gpuModel: null }
    return [{ item: { ...item, resourceType: 'snapshot' }, hourly: whole, runRate: 0, comesAndGoes: false }]
  }
  return open.map((rate) => {
    const perHour = Number(rate.perHourPicos ?? 0n)
    const hourly = whole.map((v) => (v * perHour) / total)
    return { item: itemOfRate(rate), hourly, runRate: perHour / 1e12, comesAndGoes: false }
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
    const name = JSON.stringify([sort.resourceType, sort.region, sort.tier, sort.gpuModel])
    const cost = (costs.get(name)?.cost ?? 0) + ((spend.endsAt ?? asOf) - spend.startsAt) * spend.ratePerHour
    costs.set(name, { item: sort, cost })
  }
  const sorts = [...costs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sort]) => sort)
  const total = sorts.reduce((sum, { cost }) => sum + cost, 0)
  return sorts.map(({ item, cost }) => ({ item, share: total === 0 ? 1 / sorts.length : cost / total }))
}

function runRateLeaf(rate: ResourceRate, days: number): SpendLeaf {
  const steadyPicos = rate.perHourPicos ?? 0n
  const runRate = Number(steadyPicos) / 1e12
  const hourly = new Float64Array(days * 24).fill(runRate)
  return { item: itemOfRate(rate), hourly, runRate, steadyPicos, comesAndGoes: false }
}

const itemOfRate = ({ resourceId, resourceType, currency, region, tier, gpuModel }: ResourceRate): ForecastItem => ({
  resourceId,
  resourceType,
  currency,
  region,
  tier,
  gpuModel,
})

function itemOf(record: BillingRecord, resources: ReadonlyMap<string, Resource>): ForecastItem {
  const { resourceId, kind, currency } = record
  const resource = resources.get(resourceId) ?? null
  const { tier, gpuModel } = assetOf(kind, record, resource)
  return { resourceId, resourceType: kind, currency, region: resource?.region ?? null, tier, gpuModel }
}

/** An order of their own, so that sums of floats do not depend on how records were read. */
const inOrder = (a: BillingRecord, b: BillingRecord) =>
  a.startsAt - b.startsAt || compare(a.kind, b.kind) || compare(a.recordId, b.recordId)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
