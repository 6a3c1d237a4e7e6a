import { documentedPrices } from '../pricing/price-book.ts'
import { HIBERNATED_SKU } from '../pricing/sku.ts'
import type { BillingRecord } from './billing-record.ts'
import { toldState } from './told-state.ts'

const FLAT = new Map(
  documentedPrices
    .filter(({ sku }) => sku === HIBERNATED_SKU)
    .map(({ currency, pricePicos }) => [currency, Number(pricePicos)]),
)

/**
 * Whether a record bills a machine's sleep throughout. While it is open its status says so; a restored machine leaves it
 * behind as 'completed' like any other, and then the rate tells: half to twice the flat price of hibernation, which no
 * running machine comes near (0.01 USD an hour against 0.10 for the smallest GPU). Not the price itself, because a short
 * record's total is mostly rounding.
 */
export function isAsleep(record: BillingRecord): boolean {
  if (record.kind !== 'instance') return false
  if (record.status === 'hibernated') return true
  const told = toldState(record)
  if (told) return told === 'hibernated'
  const flat = FLAT.get(record.currency)
  if (flat === undefined) return false
  const perHour = ratePerHour(record)
  return perHour >= flat / 2 && perHour <= flat * 2
}

/** By what was billed; by the displayed rate where that was rounded to nothing. A float: it only tells a cent from a dime. */
function ratePerHour({ totalPicos, minutes, perMinutePicos }: BillingRecord): number {
  if (totalPicos > 0n && minutes > 0) return (Number(totalPicos) * 60) / minutes
  return Number(perMinutePicos ?? 0n) * 60
}
