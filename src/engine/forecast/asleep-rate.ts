import type { Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import { chargeItem } from '../rating/charge-item.ts'
import { hourlyPrice } from '../rating/expectation.ts'
import type { Instant } from '../time.ts'

const ANY = { kind: 'instance', tier: null, gpuModel: null, gpuCount: null, sizeGb: null, volumeType: null } as const

/** What a machine of a wallet costs an hour while it sleeps, whatever its size; nothing where no price is known. */
export function asleepRate(currency: Currency, prices: PriceBook, rules: RatingRules | undefined, at: Instant): bigint {
  return hourlyPrice(chargeItem(ANY, 'hibernated', rules ?? defaultRules), currency, prices, at) ?? 0n
}
