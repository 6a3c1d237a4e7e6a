import type { ChargeState, ChargeUnit } from '../../engine/rating/charge.ts'
import type { ResourceType } from '../../engine/usage/resource.ts'
import type { DayColumn, Decimal, WithDefault } from './column.ts'

/** Partitioned by month of `day`. */
export interface ChargeDayTable {
  account_id: number
  day: DayColumn
  record_id: string
  state: ChargeState
  sku: string
  resource_id: string
  resource_type: ResourceType
  currency: string
  tier: string | null
  gpu_model: string | null
  gpu_count: number | null
  quantity: Decimal
  unit: ChargeUnit
  seconds: number
  billed: Decimal
  expected: Decimal | null
  /** When within some days a machine slept is a guess: the share of this day may be another one. */
  inferred: WithDefault<boolean>
}
