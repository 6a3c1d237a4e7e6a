import type { PriceUnit } from '../../engine/pricing/price-version.ts'
import type { Decimal, NullableTimestamp, Timestamp } from './column.ts'

/** What an account has agreed on instead of the list: a price with its unit, or a discount. */
export interface PriceOverrideTable {
  account_id: number
  sku: string
  currency: string
  valid_from: Timestamp
  valid_to: NullableTimestamp
  price: Decimal | null
  unit: PriceUnit | null
  discount_basis_points: number | null
  entered_at: Timestamp
}

/** Terms that were replaced or taken back. */
export interface PriceOverridePastTable extends PriceOverrideTable {
  replaced_at: Timestamp
}
