import type { ChargeState, ChargeUnit } from '../../engine/rating/charge.ts'
import type { ResourceType } from '../../engine/usage/resource.ts'
import type { DayColumn, Decimal, WithDefault } from './column.ts'

/**
 * A part of a charge as it stood when its month was closed. Where `of_day` lies in an earlier month it is the change of a
 * charge of that month, dated on the day on which it came to light.
 */
export interface ClosedChargeTable {
  account_id: number
  month: string
  day: DayColumn
  of_day: DayColumn
  utc_day: DayColumn
  record_id: string
  state: ChargeState
  sku: string
  part: number
  resource_id: string
  resource_type: ResourceType
  resource_name: string
  region: string | null
  currency: string
  tier: string | null
  gpu_model: string | null
  gpu_count: number | null
  quantity: Decimal
  unit: ChargeUnit
  seconds: number
  billed: Decimal
  expected: Decimal | null
  project: string | null
  owner: string | null
  cost_center: string | null
  cause: string | null
  inferred: WithDefault<boolean>
}
