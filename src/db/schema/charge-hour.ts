import type { ChargeState } from '../../engine/rating/charge.ts'
import type { Decimal, Timestamp } from './column.ts'

/** Per account, wallet, region, sku and state, not per resource; partitioned by month of `hour` (UTC). */
export interface ChargeHourTable {
  account_id: number
  hour: Timestamp
  currency: string
  region: string
  sku: string
  state: ChargeState
  seconds: number
  billed: Decimal
}
