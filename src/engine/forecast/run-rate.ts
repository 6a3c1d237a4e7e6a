import { mulDiv, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import { hourlyPrice } from '../rating/expectation.ts'
import type { Instant } from '../time.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource, ResourceType } from '../usage/resource.ts'
import { toChargeState } from '../usage/state-ledger.ts'

/** Which source a rate was taken from. */
export type RateBasis = 'billing record' | 'instance price' | 'list price' | 'unpriced'

/** What one resource costs per hour at the present state of things. */
export interface ResourceRate {
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly name: string
  readonly currency: Currency
  readonly region: string | null
  readonly tier: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly state: ChargeState
  /** Of the whole machine; null where no source tells (`unpriced`). */
  readonly perHourPicos: bigint | null
  readonly basis: RateBasis
  /** What each source says, where two of them differ by more than the rounding of what they show; else null. */
  readonly disagreement: RateSources | null
  /** The open record that bills it; null where none was read yet. */
  readonly openRecord: BillingRecord | null
}

export interface RateSources {
  readonly recordPicos: bigint | null
  readonly instancePicos: bigint | null
  readonly listPicos: bigint | null
}

export interface RunRateInput {
  readonly resources: readonly Resource[]
  /** Records without an end; at most one per resource counts, the one that began last. */
  readonly openRecords: readonly BillingRecord[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly asOf: Instant
}

/** An open record is averaged once it is this long: before that its total is mostly rounding. */
const AVERAGED_MINUTES = 60

/** Half a cent: what a price shown with two places may hide. */
const HALF_CENT = 5_000_000_000n

/**
 * The rate of everything that costs money now: of its open billing record, else the instance's own price, else the list
 * price. Resources that cost nothing at the moment (in transition, in error, deleted) have no row.
 */
export function runRates(input: RunRateInput): ResourceRate[] {
  const open = new Map<string, BillingRecord>()
  for (const record of input.openRecords) {
    const other = open.get(record.resourceId)
    if (!other || other.startsAt < record.startsAt) open.set(record.resourceId, record)
  }
  const rates: ResourceRate[] = []
  for (const resource of input.resources) {
    const record = open.get(resource.resourceId) ?? null
    open.delete(resource.resourceId)
    const rate = rateOf(resource, record, input)
    if (rate) rates.push(rate)
  }
  for (const record of open.values()) rates.push(rateOf(null, record, input)!)
  return rates
}

function rateOf(resource: Resource | null, record: BillingRecord | null, input: RunRateInput): ResourceRate | null {
  const type = record?.kind ?? resource!.type
  const state = record ? stateOfRecord(record, resource) : stateAlone(resource!)
  const currency = record?.currency ?? resource?.currency
  if (!state || !currency || (type !== 'instance' && type !== 'volume' && type !== 'snapshot')) return null

  const asset = assetOf(type, record, resource)
  const item = chargeItem(asset, state, input.rules ?? defaultRules)
  const sources: RateSources = {
    recordPicos: record && recordRate(record),
    instancePicos: state === 'active' || state === 'shutoff' ? (resource?.pricePerHourPicos ?? null) : null,
    listPicos: hourlyPrice(item, currency, input.prices, input.asOf),
  }
  return {
    resourceId: (record ?? resource)!.resourceId,
    resourceType: type,
    name: resource?.name ?? record!.resourceName,
    currency,
    region: resource?.region ?? null,
    tier: asset.tier,
    gpuModel: asset.gpuModel,
    gpuCount: asset.gpuCount,
    state,
    ...choose(sources),
    disagreement: disagree(sources, record) ? sources : null,
    openRecord: record,
  }
}

function choose(sources: RateSources): { perHourPicos: bigint | null; basis: RateBasis } {
  if (sources.recordPicos !== null) return { perHourPicos: sources.recordPicos, basis: 'billing record' }
  if (sources.instancePicos !== null) return { perHourPicos: sources.instancePicos, basis: 'instance price' }
  if (sources.listPicos !== null) return { perHourPicos: sources.listPicos, basis: 'list price' }
  return { perHourPicos: null, basis: 'unpriced' }
}

function stateOfRecord(record: BillingRecord, resource: Resource | null): ChargeState {
  if (record.kind !== 'instance') return 'stored'
  if (record.status === 'hibernated') return 'hibernated'
  const state = resource?.status ? toChargeState(resource.status) : 'unknown'
  return state === 'active' || state === 'shutoff' ? state : 'unknown'
}

/** Of a resource that no open record bills: null where it costs nothing. */
function stateAlone(resource: Resource): ChargeState | null {
  if (resource.deletedSeenAt !== null || !resource.status) return null
  const state = toChargeState(resource.status)
  if (state === 'deleted' || state === 'transitional' || state === 'error') return null
  return resource.type === 'volume' || resource.type === 'snapshot' ? 'stored' : state
}

/**
 * Per hour: total / minutes, which is exact where the displayed rate is rounded; but the displayed rate while the record
 * is short, and where the two differ by more than rounding, for then the rate has changed within the record.
 */
export function recordRate(record: BillingRecord): bigint | null {
  const displayed = record.perMinutePicos === null ? null : record.perMinutePicos * 60n
  if (record.minutes === 0) return displayed
  const average = mulDiv(record.totalPicos, 60n, BigInt(record.minutes))
  if (displayed === null) return average
  if (record.minutes < AVERAGED_MINUTES) return displayed
  return distance(average, displayed) > roundingOf(record) ? displayed : average
}

/** How far an hour's rate by the record may be off: half of the last place shown, of the fourth at least, and of a cent. */
export function roundingOf({ perMinutePicos, minutes }: BillingRecord): bigint {
  let place = 100_000_000n
  while (perMinutePicos !== null && perMinutePicos % place !== 0n) place /= 10n
  return (place * 60n) / 2n + mulDiv(HALF_CENT, 60n, BigInt(Math.max(minutes, AVERAGED_MINUTES)))
}

function disagree({ recordPicos, instancePicos, listPicos }: RateSources, record: BillingRecord | null): boolean {
  const differ = (a: bigint | null, b: bigint | null, tolerance: bigint) =>
    a !== null && b !== null && distance(a, b) > tolerance
  const ofRecord = record ? roundingOf(record) : 0n
  return (
    differ(recordPicos, instancePicos, ofRecord + HALF_CENT) ||
    differ(recordPicos, listPicos, ofRecord) ||
    differ(instancePicos, listPicos, HALF_CENT)
  )
}

export function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b
}
