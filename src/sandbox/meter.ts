import { billingId } from './ids.ts'
import { roundPicos } from './money.ts'
import { type Charge, chargeOf, pricesFor, type PriceBook } from './price-book.ts'
import type { AnyResource, Stretch } from './resource.ts'
import { MINUTE } from './time.ts'

/**
 * One unbroken interval at one rate: [from, to), Infinity while nothing ends it. Whole minutes count from `from`,
 * the started minute is dropped.
 */
export interface Bill {
  id: string
  resource: AnyResource
  status: Charge['status']
  from: number
  to: number
  perHourPicos: bigint
  /** Size in GB that the rate holds for; 0 for a machine. */
  gb: number
}

const MINUTES_PER_HOUR = 60n
/** Decimals of `total_cost`. */
const COST_PLACES = 4

/**
 * The billing records that a ledger makes at a price book, oldest first. A state that costs nothing, another rate and
 * a price change each end a record; ACTIVE and SHUTOFF have the same rate and share one.
 * Example: ACTIVE 10:00 to 12:00, STOPPING to 12:01, SHUTOFF from then on: two records, 10:00 to 12:00 and 12:01 onward.
 */
export function billsOf(resource: AnyResource, book: PriceBook): Bill[] {
  const bills: Bill[] = []
  for (const stretch of resource.ledger) {
    for (const piece of piecesOf(resource, stretch, book)) {
      const last = bills.at(-1)
      if (last?.to === piece.from && last.perHourPicos === piece.perHourPicos && sameThing(last, piece))
        last.to = piece.to
      else bills.push({ ...piece, id: billingId(resource.id, bills.length) })
    }
  }
  return bills
}

function sameThing(one: Omit<Bill, 'id'>, other: Omit<Bill, 'id'>): boolean {
  return one.status === other.status && one.gb === other.gb
}

/** A stretch cut at the price changes inside it. */
function piecesOf(resource: AnyResource, stretch: Stretch, book: PriceBook): Omit<Bill, 'id'>[] {
  const charge = chargeOf(resource, stretch, book.snapshotRule)
  if (!charge) return []
  return pricesFor(book, charge.sku, resource.currency)
    .filter((price) => price.from < stretch.to && stretch.from < price.to)
    .map((price) => ({
      resource,
      status: charge.status,
      from: Math.max(stretch.from, price.from),
      to: Math.min(stretch.to, price.to),
      perHourPicos: (price.perHourPicos * charge.units) / charge.per,
      gb: stretch.gb ?? 0,
    }))
}

/** Whole minutes billed at a moment: 0 in the first minute, growing until the record ends. */
export function minutesAt(bill: Bill, now: number): number {
  return Math.max(0, Math.floor((Math.min(bill.to, now) - bill.from) / MINUTE))
}

/**
 * Unrounded rate x minutes, rounded half-even to 4 decimals: 9.96 an hour for 7,200 minutes is 1195.2;
 * 0.01 an hour for 7 minutes is 0.00116..., so 0.0012.
 */
export function costAt(bill: Bill, now: number): bigint {
  return costOf(bill, minutesAt(bill, now))
}

function costOf(bill: Bill, minutes: number): bigint {
  return roundPicos(bill.perHourPicos * BigInt(minutes), MINUTES_PER_HOUR, COST_PLACES)
}

/** The bills of one resource with the running total of those that end, so that a sum up to a moment needs no loop. */
export interface Metered {
  bills: Bill[]
  /** costs[n] = cost of the first n bills, each to its end. */
  costs: bigint[]
}

export function meter(resource: AnyResource, book: PriceBook): Metered {
  const bills = billsOf(resource, book)
  const costs = [0n]
  for (const bill of bills) {
    if (bill.to === Infinity) break
    costs.push((costs.at(-1) ?? 0n) + costOf(bill, minutesAt(bill, bill.to)))
  }
  return { bills, costs }
}

/** What the resource cost up to a moment: the closed bills and the open one. */
export function spentAt({ bills, costs }: Metered, now: number): bigint {
  let low = 0
  let high = bills.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (bills[middle]!.to <= now) low = middle + 1
    else high = middle
  }
  const open = bills[low]
  return (costs[low] ?? 0n) + (open && open.from <= now ? costAt(open, now) : 0n)
}
