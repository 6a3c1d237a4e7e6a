import { defaultRules } from '../pricing/rules.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import type { Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import { assetOf } from '../usage/asset.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource } from '../usage/resource.ts'
import type { SleepInput } from './advise.ts'

/** The flat rate where no price list tells it: 0.01 is right to the cent in two of three currencies. */
const FLAT: Readonly<Record<string, number>> = { USD: 0.01, EUR: 0.01, INR: 1 }

/**
 * What a machine costs per hour on and asleep, in units of its wallet: by the list, else by the instance's own price,
 * else by its last run that was billed for an hour or more. Null where nobody tells.
 */
export function fullRate(
  resource: Resource,
  records: readonly BillingRecord[],
  prices: PriceBook,
  asOf: Instant,
): Pick<SleepInput, 'runPerHour' | 'hibernatedPerHour'> | null {
  const lastRun = records.findLast((record) => record.minutes >= 60 && !isAsleep(record))
  const currency = resource.currency ?? lastRun?.currency
  if (currency === undefined) return null
  const listed = (state: ChargeState): number | null => {
    const item = chargeItem(assetOf('instance', null, resource), state, defaultRules)
    const version = prices.pieces(item.sku, currency, { startsAt: asOf, endsAt: asOf + 1 })[0]!.version
    if (version?.unit !== item.priceUnit || item.units === null) return null
    return (Number(version.pricePicos) / 1e12) * (Number(item.units.num) / Number(item.units.den))
  }
  const own =
    resource.pricePerHourPicos === null || resource.pricePerHourPicos === 0n
      ? null
      : Number(resource.pricePerHourPicos) / 1e12
  const billed = lastRun ? (Number(lastRun.totalPicos) / 1e12 / lastRun.minutes) * 60 : null
  const runPerHour = listed('active') ?? own ?? billed
  return runPerHour === null ? null : { runPerHour, hibernatedPerHour: listed('hibernated') ?? FLAT[currency] ?? 0 }
}
