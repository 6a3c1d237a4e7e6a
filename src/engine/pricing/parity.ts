import { mulDiv, PICOS, type Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import { convert, type NamedRate } from './exchange-rates.ts'
import type { PriceBook } from './price-book.ts'

/** 18 % on top of a top-up of the INR wallet: a list price of 100 costs 118. */
const TAX_BASIS_POINTS: Readonly<Record<Currency, bigint>> = { INR: 1800n }

/** The prices of one sku in two wallets, side by side. */
export interface Parity {
  readonly sku: string
  readonly from: Currency
  readonly to: Currency
  readonly fromPicos: bigint
  readonly toPicos: bigint
  /** Units of `to` for one of `from` at which both lists cost the same; picos. H100-SXM5 at 2.69 USD and 2.49 EUR: 0.9257 */
  readonly impliedPicos: bigint
  /** With a market rate: the price in `from`, converted and taxed as a top-up of the other wallet is. */
  readonly market: {
    readonly rate: NamedRate
    readonly convertedPicos: bigint
    /** What one unit at `to` costs with the tax of its top-up, against the taxed conversion: 0.27 is 27 % dearer. */
    readonly difference: number
  } | null
}

/**
 * Compares the price lists of two wallets at a moment, sku by sku; skus without a price in both are left out. Each side is
 * taken with the tax that its top-ups carry. A wallet follows from the account's country: this informs a company with
 * several entities.
 */
export function parity(
  book: PriceBook,
  skus: readonly string[],
  from: Currency,
  to: Currency,
  at: Instant,
  rate: NamedRate | null,
): Parity[] {
  if (rate && (rate.from !== from || rate.to !== to))
    throw new RangeError(`a rate of ${rate.from} in ${rate.to} is no rate of ${from} in ${to}`)
  const priceAt = (sku: string, currency: Currency) =>
    book.pieces(sku, currency, { startsAt: at, endsAt: at + 1 })[0]!.version?.pricePicos
  return skus.flatMap((sku): Parity[] => {
    const [fromPicos, toPicos] = [priceAt(sku, from), priceAt(sku, to)]
    if (!fromPicos || !toPicos) return []
    const impliedPicos = mulDiv(toPicos, PICOS, fromPicos)
    return [{ sku, from, to, fromPicos, toPicos, impliedPicos, market: rate && compare(fromPicos, toPicos, rate) }]
  })
}

function compare(fromPicos: bigint, toPicos: bigint, rate: NamedRate): Parity['market'] {
  const convertedPicos = convert(withTax(fromPicos, rate.from), rate)
  const difference = Number(withTax(toPicos, rate.to) - convertedPicos) / Number(convertedPicos)
  return { rate, convertedPicos, difference }
}

/** What a list price costs with the tax on its wallet's top-ups. */
export function withTax(picos: bigint, currency: Currency): bigint {
  return mulDiv(picos, 10_000n + (TAX_BASIS_POINTS[currency] ?? 0n), 10_000n)
}
