import type { PriceUnit } from '../../pricing/price-version.ts'
import type { ChargeState } from '../charge.ts'

/** What an asset is charged for while it is in one state. */
export interface ChargeItem {
  readonly state: ChargeState
  readonly sku: string
  /** The unit that its price has to be published for. */
  readonly priceUnit: PriceUnit
  /** How many priced units the asset is, as a fraction: 4 GPUs, 250 GB of 1000; null where it is not known. */
  readonly units: Units | null
  readonly free: 'never' | 'unless priced' | 'always'
}

export interface Units {
  readonly num: bigint
  readonly den: bigint
}

export const ONE: Units = { num: 1n, den: 1n }

export function fraction(num: number | null, den: number): Units | null {
  return num === null ? null : { num: BigInt(num), den: BigInt(den) }
}
