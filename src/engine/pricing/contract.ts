import { mulDiv, type Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import { priceBook } from './price-book.ts'
import type { PriceUnit, PriceVersion } from './price-version.ts'

/** What an account has agreed on for [validFrom, validTo), instead of the list. */
export interface PriceOverride {
  /** A sku, or the beginning of many with a star: 'gpu/advanced/*'. */
  readonly sku: string
  readonly currency: Currency
  readonly validFrom: Instant
  readonly validTo: Instant | null
  readonly terms:
    | { readonly kind: 'price'; readonly pricePicos: bigint; readonly unit: PriceUnit }
    /** 1250 = 12.5 % off whatever the list says at the time. */
    | { readonly kind: 'discount'; readonly basisPoints: number }
}

/**
 * The versions that overrides add to a price list: a fixed price as it is, a discount on every list price that holds in
 * its time. 12.5 % off 2.49 is 2.17875. Give them to `priceBook` together with the list; they go before it.
 * Throws where a fixed price is for many skus, or a discount is not between 0 and 100 %.
 */
export function contractedVersions(list: readonly PriceVersion[], overrides: readonly PriceOverride[]): PriceVersion[] {
  return overrides.flatMap((override) => {
    const { sku, currency, validFrom, validTo, terms } = override
    if (terms.kind === 'price') {
      if (sku.endsWith('*')) throw new RangeError(`a fixed price needs one sku, not ${sku}`)
      const { pricePicos, unit } = terms
      return [{ sku, currency, pricePicos, unit, validFrom, validTo, source: 'contracted' as const }]
    }
    return discounted(list, override, terms.basisPoints)
  })
}

function discounted(list: readonly PriceVersion[], override: PriceOverride, basisPoints: number): PriceVersion[] {
  if (!Number.isInteger(basisPoints) || basisPoints < 0 || basisPoints > 10_000) {
    throw new RangeError(`a discount lies between 0 and 10000 basis points: ${basisPoints}`)
  }
  const matching = list.filter((version) => version.currency === override.currency && covers(override, version.sku))
  const book = priceBook(matching)
  const interval = { startsAt: override.validFrom, endsAt: override.validTo ?? Infinity }
  return [...new Set(matching.map((version) => version.sku))].flatMap((sku) =>
    book.pieces(sku, override.currency, interval).flatMap(({ interval: { startsAt, endsAt }, version }) => {
      if (version === null) return []
      const pricePicos = mulDiv(version.pricePicos, BigInt(10_000 - basisPoints), 10_000n)
      const validTo = endsAt === Infinity ? null : endsAt
      return [{ ...version, pricePicos, validFrom: startsAt, validTo, source: 'contracted' as const }]
    }),
  )
}

function covers(override: PriceOverride, sku: string): boolean {
  return override.sku.endsWith('*') ? sku.startsWith(override.sku.slice(0, -1)) : sku === override.sku
}
