import type { Currency } from '../money.ts'
import type { Day } from '../time.ts'
import type { ResourceType } from '../usage/resource.ts'

/** The state that a charge is for. `unknown`: running or shut off, nobody looked. */
export type ChargeState = 'active' | 'shutoff' | 'hibernated' | 'transitional' | 'error' | 'stored' | 'used' | 'unknown'

export type ChargeUnit = 'Hours' | 'GB-Hours' | 'Tokens'

/** The share of one billing record that fell into one state on one day of the account's zone. */
export interface DayCharge {
  readonly day: Day
  readonly recordId: string
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly currency: Currency
  readonly sku: string
  readonly tier: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly state: ChargeState
  /** In 1e-12 of `unit`: hours of the machine, GB-hours, tokens. */
  readonly quantityPicos: bigint
  readonly unit: ChargeUnit
  readonly seconds: number
  /** What Barrack billed, our split over days; the shares of a record add up to its total exactly. */
  readonly billedPicos: bigint
  /** Recalculated from the price list; null where no price is known for a part of the time. */
  readonly expectedPicos: bigint | null
  /** Set where it is a guess when within some days the machine slept: the day's share may be another one. */
  readonly inferred?: boolean
}
