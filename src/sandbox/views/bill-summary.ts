import { type Bill, costAt, minutesAt } from '../meter.ts'
import { numberOf } from '../money.ts'
import type { Kind } from '../resource.ts'
import { instanceBillStatus } from './bill-view.ts'

export interface BillSums {
  records: number
  minutes: number
  active: number
  completed: number
  hibernated: number
  gb: number
  costPicos: bigint
}

export function sumBills(bills: readonly Bill[], now: number): BillSums {
  const sums: BillSums = {
    records: bills.length,
    minutes: 0,
    active: 0,
    completed: 0,
    hibernated: 0,
    gb: 0,
    costPicos: 0n,
  }
  for (const bill of bills) {
    sums.minutes += minutesAt(bill, now)
    sums[instanceBillStatus(bill, now)]++
    sums.gb += bill.gb
    sums.costPicos += costAt(bill, now)
  }
  return sums
}

/**
 * The documented `summary` of a billing list. `averageUsage` = minutes per record to 2 decimals (19110 / 17 = 1124.12).
 * `totalCost` adds the records whatever their currency: the documents show one currency only.
 */
export function summaryView(kind: Kind, sums: BillSums) {
  const averageUsage = sums.records === 0 ? 0 : Math.round((sums.minutes / sums.records) * 100) / 100
  const totalCost = numberOf(sums.costPicos)
  if (kind !== 'instance')
    return { totalMinutes: sums.minutes, activeCount: sums.active, averageUsage, totalSizeGB: sums.gb, totalCost }
  return {
    totalMinutes: sums.minutes,
    activeCount: sums.active,
    completedCount: sums.completed,
    hibernatedCount: sums.hibernated,
    averageUsage,
    totalCost,
  }
}
