import type { Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import type { PriceBook } from './price-book.ts'
import type { PriceVersion } from './price-version.ts'

/** A price that became another one. */
export interface PriceChange {
  readonly sku: string
  readonly currency: Currency
  readonly at: Instant
  readonly fromPicos: bigint
  readonly toPicos: bigint
  /** toPicos / fromPicos - 1: 0.1 is ten per cent dearer; null where it was free. */
  readonly change: number | null
  readonly source: PriceVersion['source']
}

/** Every change of a list, oldest first; a time without a price between two is stepped over. */
export function priceChanges(book: PriceBook, skus: readonly { sku: string; currency: Currency }[]): PriceChange[] {
  return skus
    .flatMap(({ sku, currency }) => {
      const versions = book.timeline(sku, currency).flatMap((piece) => (piece.version ? [piece] : []))
      return versions.slice(1).flatMap(({ interval, version }, i): PriceChange[] => {
        const [fromPicos, toPicos] = [versions[i]!.version!.pricePicos, version!.pricePicos]
        if (fromPicos === toPicos) return []
        const change = fromPicos === 0n ? null : Number(toPicos) / Number(fromPicos) - 1
        return [{ sku, currency, at: interval.startsAt, fromPicos, toPicos, change, source: version!.source }]
      })
    })
    .sort((a, b) => a.at - b.at || (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0))
}
