import { mulDiv, type Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { secondsOf, type Instant, type Interval } from '../time.ts'
import type { ChargeItem } from './price-kinds/item.ts'

const SECONDS_PER_HOUR = 3600n

/**
 * What the price book gives for an item over stretches of time: the sum of price x units x seconds / 3600 over the price
 * pieces, rounded once. 4 GPUs at 2.49 for 90 minutes: 2.49 x 4 x 5400 / 3600 = 14.94.
 *
 * Asked for one day after another it rounds the running sum, so that the days add up to the rounded whole. Null where a
 * part of the time has no price, the price is for another unit, or the size of the resource is not known.
 */
export function expectation(item: ChargeItem, currency: Currency, prices: PriceBook) {
  const timeline = prices.timeline(item.sku, currency)
  let sum = 0n
  let given = 0n
  return (stretches: readonly Interval[]): bigint | null => {
    if (item.free === 'always') return 0n
    let priceSeconds = 0n
    for (const stretch of stretches) {
      for (const { interval, version } of timeline) {
        if (interval.endsAt <= stretch.startsAt) continue
        if (interval.startsAt >= stretch.endsAt) break
        if (version === null && item.free === 'unless priced') continue
        if (version?.unit !== item.priceUnit) return null
        const seconds = secondsOf({
          startsAt: Math.max(interval.startsAt, stretch.startsAt),
          endsAt: Math.min(interval.endsAt, stretch.endsAt),
        })
        priceSeconds += version.pricePicos * BigInt(seconds)
      }
    }
    if (item.units === null) return null
    sum += priceSeconds * item.units.num
    const rounded = mulDiv(sum, 1n, SECONDS_PER_HOUR * item.units.den)
    const amount = rounded - given
    given = rounded
    return amount
  }
}

/** What an item costs per hour at a moment; null where no price of its unit is known then, or its size is not. */
export function hourlyPrice(item: ChargeItem, currency: Currency, prices: PriceBook, at: Instant): bigint | null {
  const version = prices.pieces(item.sku, currency, { startsAt: at, endsAt: at + 1 })[0]!.version
  if (version?.unit !== item.priceUnit || item.units === null) return null
  return mulDiv(version.pricePicos, item.units.num, item.units.den)
}
