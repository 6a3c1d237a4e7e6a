import type { ResourceRate } from '../forecast/run-rate.ts'
import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource, ResourceType, StatusChange } from '../usage/resource.ts'
import { toChargeState } from '../usage/state-ledger.ts'
import type { RateThen } from './rate-then.ts'

/** What became of a resource between two moments, as far as its bill is concerned. */
export const RATE_CHANGES = [
  'began',
  'ended',
  'hibernated',
  'woke',
  'shut off',
  'on again',
  'resized',
  'price changed',
  'changing',
  'in error',
] as const
export type RateChangeKind = (typeof RATE_CHANGES)[number]

export interface RateChange {
  readonly kind: RateChangeKind
  /** Null where only that it happened is known. */
  readonly at: Instant | null
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly name: string
  readonly currency: Currency
  readonly region: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly sizeGb: number | null
  /** After less before; 0 where only the state is another: a machine that is shut off costs what it cost. */
  readonly perHourPicos: bigint
}

/** What is known of one resource at both moments. */
export interface Known {
  readonly resource: Resource | null
  /** Sorted by time. */
  readonly statuses: readonly StatusChange[]
  readonly since: Instant
}

/** How a resource that costs something now differs from before; null where it does not. `before` null: it cost nothing. */
export function changeTo(
  now: ResourceRate,
  before: RateThen | null,
  { resource, statuses, since }: Known,
): RateChange | null {
  const sizeGb = now.openRecord?.sizeGb ?? resource?.sizeGb ?? null
  const kind = before === null ? 'began' : kindOf(before, now, sizeGb)
  if (kind === null) return null
  const at = kind === 'shut off' || kind === 'on again' ? statuses.at(-1)?.observedAt : now.openRecord?.startsAt
  return {
    kind,
    at: at !== undefined && at > since ? at : null,
    resourceId: now.resourceId,
    resourceType: now.resourceType,
    name: now.name,
    currency: now.currency,
    region: now.region,
    gpuModel: now.gpuModel,
    gpuCount: now.gpuCount,
    sizeGb,
    perHourPicos: (now.perHourPicos ?? 0n) - (before?.perHourPicos ?? 0n),
  }
}

/**
 * Of a resource that costs nothing any more: it ended with the record that billed it; or is on its way from one state to
 * another, or in error, which costs nothing either.
 */
export function changeToNothing(record: BillingRecord, before: RateThen, { resource, statuses }: Known): RateChange {
  const { gpuModel, gpuCount, sizeGb } = before.asset
  const state = resource?.deletedSeenAt === null && resource.status !== null ? toChargeState(resource.status) : null
  const kind = state === 'transitional' ? 'changing' : state === 'error' ? 'in error' : 'ended'
  return {
    kind,
    at: kind === 'ended' ? record.endsAt : (statuses.at(-1)?.observedAt ?? null),
    resourceId: record.resourceId,
    resourceType: record.kind,
    name: resource?.name ?? record.resourceName,
    currency: record.currency,
    region: resource?.region ?? null,
    gpuModel,
    gpuCount,
    sizeGb,
    perHourPicos: -(before.perHourPicos ?? 0n),
  }
}

function kindOf({ asset, state, perHourPicos }: RateThen, now: ResourceRate, sizeGb: number | null) {
  if (state !== 'hibernated' && now.state === 'hibernated') return 'hibernated'
  if (state === 'hibernated' && now.state !== 'hibernated') return 'woke'
  const isResized = asset.sizeGb !== null && sizeGb !== null && asset.sizeGb !== sizeGb
  if (isResized || asset.gpuModel !== now.gpuModel || asset.gpuCount !== now.gpuCount) return 'resized'
  if (perHourPicos !== now.perHourPicos) return 'price changed'
  if (state === 'active' && now.state === 'shutoff') return 'shut off'
  if (state === 'shutoff' && now.state === 'active') return 'on again'
  return null
}
