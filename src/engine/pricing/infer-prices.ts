import { mulDiv } from '../money.ts'
import { chargeItem } from '../rating/charge-item.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import type { PriceVersion } from './price-version.ts'
import type { RatingRules } from './rules.ts'

/** A bill of an hour at least: shorter ones are mostly rounding. */
const LEAST_MINUTES = 60

/**
 * What bills imply where no list tells: per sku and wallet the middle one of the prices of its bills, from its first bill
 * on. To be shown as inferred; the book that judges these bills must not hold it.
 * 19.92 for 120 minutes of 4 GPUs implies 2.49.
 */
export function inferPrices(
  records: readonly BillingRecord[],
  resources: readonly Resource[],
  rules: RatingRules,
): PriceVersion[] {
  const known = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const seen = new Map<string, { version: PriceVersion; prices: bigint[] }>()
  for (const record of records) {
    if (record.minutes < LEAST_MINUTES) continue
    const state = record.kind !== 'instance' ? 'stored' : isAsleep(record) ? 'hibernated' : 'active'
    const item = chargeItem(assetOf(record.kind, record, known.get(record.resourceId) ?? null), state, rules)
    if (item.units === null || item.units.num === 0n) continue
    const price = mulDiv(record.totalPicos, 60n * item.units.den, BigInt(record.minutes) * item.units.num)
    const key = `${record.currency} ${item.sku}`
    const found = seen.get(key)
    const validFrom = Math.min(record.startsAt, found?.version.validFrom ?? Infinity)
    const { sku, priceUnit: unit } = item
    const version: PriceVersion = {
      sku,
      currency: record.currency,
      pricePicos: 0n,
      unit,
      validFrom,
      validTo: null,
      source: 'inferred',
    }
    if (found) found.prices.push(price)
    seen.set(key, { version, prices: found?.prices ?? [price] })
  }
  return [...seen.values()].map(({ version, prices }) => {
    const sorted = prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return { ...version, pricePicos: sorted[(sorted.length - 1) >> 1]! }
  })
}
