import type { PriceUnit, PriceVersion } from '../../engine/pricing/price-version.ts'
import type { Decimal, NullableTimestamp, Timestamp } from './column.ts'

export interface PriceVersionTable {
  account_id: number
  sku: string
  currency: string
  valid_from: Timestamp
  valid_to: NullableTimestamp
  price: Decimal
  unit: PriceUnit
  max_count: number | null
  source: PriceVersion['source']
  first_seen: Timestamp
  last_seen: Timestamp
}

/** A price of a file that a later file replaced. */
export interface PriceVersionPastTable extends PriceVersionTable {
  replaced_at: Timestamp
}
