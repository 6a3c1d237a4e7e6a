import type { Currency } from '../../money.ts'
import type { Instant, Interval } from '../../time.ts'

/** Why a bill is not what the price book gives; the list is closed. */
export type Cause =
  | 'rate rounding'
  | 'duration'
  | 'price change'
  | 'wrong unit rule'
  | 'unknown type'
  | 'hibernation split'
  | 'restatement'
  | 'missing price'
  | 'overlap or gap'
  | 'unexplained'

/**
 * How a part of a bill could be compared. checked: with a price seen at that time or a contract; assumed: with a dated
 * list, with prose, or with a list of later days; not checkable: with nothing.
 */
export type Evidence = 'checked' | 'assumed' | 'not checkable'

/** One billing record against the price book. */
export interface Reconciliation {
  readonly recordId: string
  readonly resourceId: string
  readonly currency: Currency
  readonly startsAt: Instant
  readonly billedPicos: bigint
  /** Recalculated; null where no price is known for a part of the time. */
  readonly expectedPicos: bigint | null
  /** Billed less expected; null with it. */
  readonly differencePicos: bigint | null
  /** Null where the bill agrees within the rounding of its total. */
  readonly cause: Cause | null
  /** What is billed, by how it could be compared; the three add up to it. */
  readonly checkedPicos: bigint
  readonly assumedPicos: bigint
  readonly uncheckablePicos: bigint
  /** Whether the assumed part agrees with what it was compared with; null where nothing was assumed. */
  readonly isAssumedRight: boolean | null
  /** The beginning of the later list that days before it were compared with. */
  readonly assumedFrom: Instant | null
}

/** Time in which a resource must have been billed and was not. */
export interface BillingGap extends Interval {
  readonly resourceId: string
  readonly currency: Currency
  /** The record that comes after it. */
  readonly beforeRecordId: string
  readonly cause: 'overlap or gap'
}
