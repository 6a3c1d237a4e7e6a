import { parsePicos, type Currency } from '../money.ts'
import { wholeSecond, type Instant, type Interval } from '../time.ts'
import type { PriceVersion } from './price-version.ts'
import { HIBERNATED_SKU } from './sku.ts'

/** A stretch of time under one price, or under none that is known. */
export interface PricePiece {
  readonly interval: Interval
  readonly version: PriceVersion | null
}

/** All list prices; answers what held when. */
export interface PriceBook {
  /** The whole of time for one sku in one wallet, in order, without gaps; -Infinity and Infinity at its ends. */
  timeline(sku: string, currency: Currency): readonly PricePiece[]
  /** The timeline within one interval. A price change at the edge of two intervals belongs to the later one alone. */
  pieces(sku: string, currency: Currency, interval: Interval): PricePiece[]
}

const NO_PRICE: readonly PricePiece[] = [{ interval: { startsAt: -Infinity, endsAt: Infinity }, version: null }]

/** A contract goes before every list, and every list before what bills imply. */
const CLASS = { contracted: 2, observed: 1, imported: 1, documented: 1, inferred: 0 }

/** What was read goes before what was written down; decides only between two lists that begin at the same moment. */
const RANK = { contracted: 0, observed: 3, imported: 2, documented: 1, inferred: 0 }

/**
 * Of the list prices that hold at a moment the one that began last counts; when it ends, an earlier one that still holds
 * takes over again. A contracted price goes before all of them while it holds. Before the first version there is no price: nothing is extended backwards.
 */
export function priceBook(versions: readonly PriceVersion[]): PriceBook {
  const bySku = new Map<Currency, Map<string, PriceVersion[]>>()
  for (const version of versions) {
    const skus = bySku.get(version.currency) ?? new Map<string, PriceVersion[]>()
    bySku.set(version.currency, skus)
    const list = skus.get(version.sku)
    if (list) list.push(version)
    else skus.set(version.sku, [version])
  }
  const timelines = new Map<Currency, Map<string, readonly PricePiece[]>>()
  for (const [currency, skus] of bySku) {
    timelines.set(currency, new Map([...skus].map(([sku, list]) => [sku, timelineOf(list)])))
  }
  const timeline = (sku: string, currency: Currency) => timelines.get(currency)?.get(sku) ?? NO_PRICE
  return {
    timeline,
    pieces: (sku, currency, interval) =>
      timeline(sku, currency).flatMap((piece) => {
        const startsAt = Math.max(piece.interval.startsAt, interval.startsAt)
        const endsAt = Math.min(piece.interval.endsAt, interval.endsAt)
        return startsAt < endsAt ? [{ interval: { startsAt, endsAt }, version: piece.version }] : []
      }),
  }
}

function timelineOf(versions: readonly PriceVersion[]): PricePiece[] {
  const start = ({ validFrom }: PriceVersion) => wholeSecond(validFrom)
  const end = ({ validTo }: PriceVersion) => (validTo === null ? Infinity : wholeSecond(validTo))
  const latestFirst = [...versions].sort(
    (a, b) => CLASS[b.source] - CLASS[a.source] || b.validFrom - a.validFrom || RANK[b.source] - RANK[a.source],
  )
  const edges = new Set<Instant>([-Infinity, Infinity])
  for (const version of versions) edges.add(start(version)).add(end(version))
  const sorted = [...edges].sort((a, b) => a - b)
  const pieces: PricePiece[] = []
  for (let i = 0; i + 1 < sorted.length; i++) {
    const startsAt = sorted[i]!
    const version = latestFirst.find((one) => start(one) <= startsAt && startsAt < end(one)) ?? null
    const last = pieces.at(-1)
    const from = last && last.version === version ? pieces.pop()!.interval.startsAt : startsAt
    pieces.push({ interval: { startsAt: from, endsAt: sorted[i + 1]! }, version })
  }
  return pieces
}

/** The price of the prose that no price list of the API carries: a hibernated machine, from the day of that text. */
export const documentedPrices: readonly PriceVersion[] = [
  ['USD', '0.01'],
  ['EUR', '0.01'],
  ['INR', '1'],
].map(([currency, price]) => ({
  sku: HIBERNATED_SKU,
  currency: currency!,
  pricePicos: parsePicos(price!),
  unit: 'machine_hour',
  validFrom: Date.UTC(2025, 5 /* Jun */, 19),
  validTo: null,
  source: 'documented',
}))
