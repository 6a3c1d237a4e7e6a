import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'

/** What makes spend that was not to be expected; `unknown` where no one of them makes half of it. */
export const ANOMALY_CAUSES = [
  'new-resource',
  'count-up',
  'price-up',
  'kept-on',
  'storage-growth',
  'more-use',
  'unknown',
] as const
export type AnomalyCause = (typeof ANOMALY_CAUSES)[number]

/** What is looked at by itself, the finest first. */
export const ANOMALY_KEYS = ['resource', 'owner', 'project', 'cost_center', 'gpu_model', 'region', 'wallet'] as const
export type AnomalyKey = (typeof ANOMALY_KEYS)[number]

/** A resource's part in an anomaly. */
export interface AnomalousResource {
  readonly resourceId: string
  readonly name: string
  /** Beyond what it usually costs in such hours, so far. */
  readonly overPicos: bigint
}

/** Spend of a group that was not to be expected, from its first hour on. */
export interface SpendAnomaly {
  readonly currency: Currency
  readonly key: AnomalyKey
  /** Of the key: a resource's id, a region; null for storage and AI, which have no GPU model, and for the wallet. */
  readonly value: string | null
  /** Start of an hour (UTC). */
  readonly startsAt: Instant
  /** Null while it goes on. */
  readonly endsAt: Instant | null
  /** Billed in that time, and what such hours cost in the weeks before: estimates to the billionth, not bills. */
  readonly spentPicos: bigint
  readonly usualPicos: bigint
  /** What the wallet cost a day over the last week, to tell what matters. */
  readonly walletDayPicos: bigint
  readonly cause: AnomalyCause
  /** Those that make most of it, dearest first. */
  readonly resources: readonly AnomalousResource[]
}
