import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'

export type BillingKind = 'instance' | 'volume' | 'snapshot'

/** What Barrack says of one stretch of one resource, as last read. */
export interface BillingRecord {
  readonly recordId: string
  readonly kind: BillingKind
  readonly resourceId: string
  readonly resourceName: string
  readonly startsAt: Instant
  /** Null while the record is open: it grows until it is closed. */
  readonly endsAt: Instant | null
  /** Whole billed minutes; started minutes are dropped. */
  readonly minutes: number
  /** As displayed by Barrack, rounded: never multiply it to get a cost. */
  readonly perMinutePicos: bigint | null
  readonly totalPicos: bigint
  readonly currency: Currency
  /** Lower case: active, completed, hibernated, available, ... */
  readonly status: string
  readonly tier: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly sizeGb: number | null
}
