import type { Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import { forecastState, type ForecastItem } from './forecast-item.ts'
import { recordsKnownAt } from './known-at.ts'

/** A record with what it can be grouped by. */
export interface KnownRecord {
  readonly record: BillingRecord
  readonly item: ForecastItem
}

/** The records as they were to be read at a moment, in an order of their own: sums of floats must not depend on how they came. */
export function knownRecords(
  records: readonly BillingRecord[],
  resources: readonly Resource[],
  asOf: Instant,
): KnownRecord[] {
  const byId = new Map(resources.map((resource) => [resource.resourceId, resource]))
  return recordsKnownAt(records, asOf)
    .map((record) => ({ record, item: itemOf(record, byId.get(record.resourceId) ?? null) }))
    .sort((a, b) => inOrder(a.record, b.record))
}

function itemOf(record: BillingRecord, resource: Resource | null): ForecastItem {
  const { resourceId, kind, currency } = record
  const { tier, gpuModel } = assetOf(kind, record, resource)
  const state = forecastState(kind, isAsleep(record))
  return { resourceId, resourceType: kind, currency, region: resource?.region ?? null, tier, gpuModel, state }
}

const inOrder = (a: BillingRecord, b: BillingRecord) =>
  a.startsAt - b.startsAt || compare(a.kind, b.kind) || compare(a.recordId, b.recordId)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
