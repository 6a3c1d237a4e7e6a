import type { Selectable } from 'kysely'
import { parsePicos, type DayCharge } from '../engine/index.ts'
import type { ChargeDayTable } from './schema/charge-day.ts'

/** What a charge is kept as, in `charge_day` and in what is laid over it. */
export type DayChargeRow = Omit<Selectable<ChargeDayTable>, 'account_id' | 'inferred'>

export function toDayCharge(row: DayChargeRow): DayCharge {
  return {
    day: row.day,
    recordId: row.record_id,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    currency: row.currency,
    sku: row.sku,
    tier: row.tier,
    gpuModel: row.gpu_model,
    gpuCount: row.gpu_count,
    state: row.state,
    quantityPicos: parsePicos(row.quantity),
    unit: row.unit,
    seconds: row.seconds,
    billedPicos: parsePicos(row.billed),
    expectedPicos: row.expected === null ? null : parsePicos(row.expected),
  }
}
