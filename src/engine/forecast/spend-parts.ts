import { HOUR_MS, type Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import { coveredInterval } from '../usage/state-ledger.ts'
import { burnHistory } from './burn-history.ts'
import { forecastState, type ForecastItem } from './forecast-item.ts'
import type { KnownRecord } from './known-records.ts'
import type { ResourceRate } from './run-rate.ts'
import type { SpendRecord } from './spend/spend-record.ts'
import { spendKinds } from './spend-kind.ts'
import { QUARTER_MS, type UsageCost } from './usage-cost.ts'

/** A stretch of cost as the forecast sees it, with what it can be grouped by. */
export interface SpendPartOf {
  readonly spend: SpendRecord
  readonly item: ForecastItem
}

export const SNAPSHOTS = 'snapshot'
/** What is paid by use. */
export const AI = 'ai_model'

const DAY_MS = 24 * HOUR_MS

/**
 * What one wallet paid for, in stretches: machines that run and that sleep apart, for one that sleeps may wake. What was
 * given back counts as billed, but nobody expects a refund to come again.
 */
export function spendParts(
  known: readonly KnownRecord[],
  rates: readonly ResourceRate[],
  usage: readonly UsageCost[],
  asOf: Instant,
): SpendPartOf[] {
  const rateOf = new Map(rates.map((rate) => [rate.openRecord, rate]))
  const kindOf = spendKinds([
    ...known.map(({ record, item }) => ({ item, name: record.resourceName })),
    ...rates.map((rate) => ({ item: itemOfRate(rate), name: rate.name })),
  ])
  const parts: SpendPartOf[] = []
  const snapshots: KnownRecord[] = []
  for (const { record, item } of known) {
    if (record.totalPicos < 0n) continue
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
        resource: asleep ? asleepKey(item.resourceId) : item.resourceId,
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
  return [...parts, ...snapshotParts(snapshots, asOf), ...usageParts(usage)]
}

/** The name of a sleeping machine's stretches. */
export const asleepKey = (resourceId: string) => `${resourceId} asleep`

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
    const sort = { resource: 'snapshots', kind: SNAPSHOTS, currency: last.item.currency }
    parts.unshift({ item: last.item, spend: { ...sort, startsAt, endsAt: day === 0 ? null : endsAt + 1, ratePerHour } })
  }
  return parts
}

function usageParts(usage: readonly UsageCost[]): SpendPartOf[] {
  return usage.map(({ resourceId, currency, at, costPicos }) => ({
    item: aiItem(resourceId, currency),
    spend: {
      resource: resourceId,
      kind: AI,
      currency,
      startsAt: at,
      endsAt: at + QUARTER_MS,
      ratePerHour: (Number(costPicos) / 1e12) * (HOUR_MS / QUARTER_MS),
    },
  }))
}

export const aiItem = (model: string, currency: string): ForecastItem => ({
  resourceId: model,
  resourceType: 'ai_model',
  currency,
  region: null,
  tier: null,
  gpuModel: null,
  state: 'used',
})

export const itemOfRate = ({
  resourceId,
  resourceType,
  currency,
  region,
  tier,
  gpuModel,
  state,
}: ResourceRate): ForecastItem => ({
  resourceId,
  resourceType,
  currency,
  region,
  tier,
  gpuModel,
  state: forecastState(resourceType, state === 'hibernated'),
})
