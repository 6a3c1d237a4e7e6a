import type { Currency } from '../money.ts'
import { MINUTE_MS, type Instant } from '../time.ts'

/** What one AI model cost in one quarter of an hour: paid by use, so that nothing of it runs on. */
export interface UsageCost {
  /** The model. */
  readonly resourceId: string
  readonly currency: Currency
  /** Start of the quarter; every zone's days begin at one. */
  readonly at: Instant
  readonly costPicos: bigint
}

export const QUARTER_MS = 15 * MINUTE_MS
