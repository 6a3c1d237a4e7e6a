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

const none = (): BillSums => ({ records: 0, minutes: 0, active: 0, completed: 0, hibernated: 0, gb: 0, costPicos: 0n })

export function sumBills(bills: readonly Bill[], now: number, sums = none()): BillSums {
  for (const bill of bills) {
    sums.records++
    sums.minutes += minutesAt(bill, now)
    sums[instanceBillStatus(bill, now)]++
    sums.gb += bill.gb
    sums.costPicos += costAt(bill, now)
  }
  return sums
}

/**
 * The sums of a whole list, which each of its pages shows: what has ended is added once, and only what can still
 * change again when the clock has moved. A list of 224,000 records is then summed over its fifty open ones.
 */
export class RunningSums {
  #key: readonly unknown[] = []
  #now = 0
  #counted = 0
  #ended = none()
  #open: readonly Bill[] = []

  /** @param bills The list up to `now`, oldest first. @param revision Of the account: what was changed in it. */
  of(bills: readonly Bill[], now: number, revision: number): BillSums {
    const key = [revision, bills[0]]
    if (now < this.#now || key.some((part, i) => part !== this.#key[i])) {
      this.#counted = 0
      this.#ended = none()
      this.#open = []
    }
    this.#key = key
    this.#now = now
    const begun = [...this.#open, ...bills.slice(this.#counted)]
    this.#counted = bills.length
    sumBills(
      begun.filter((bill) => isFinal(bill, now)),
      now,
      this.#ended,
    )
    this.#open = begun.filter((bill) => !isFinal(bill, now))
    return sumBills(this.#open, now, { ...this.#ended })
  }
}

/** A planted mistake may come or go after the end, and what restates a bill changes the account's revision. */
const isFinal = ({ to, planted, restatements }: Bill, now: number): boolean => to <= now && !planted && !restatements

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
