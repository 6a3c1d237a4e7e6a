import type { PriceKey, StoredPrice } from '../../db/price-version-repository.ts'
import type { Instant } from '../../engine/index.ts'
import type { ObservedPrice } from '../normalize/pricing.ts'

export interface PriceChanges {
  /** Versions that begin now: of lines never seen, and of lines whose price changed. */
  readonly inserted: StoredPrice[]
  readonly updated: StoredPrice[]
  /** Lines whose open version ends now. */
  readonly closed: PriceKey[]
  readonly unchanged: PriceKey[]
}

/**
 * Compares prices with those that hold. A price that differs ends the open version and begins another one at the moment
 * of the observation; nothing is overwritten. A line that no longer comes is left open: the price list may be an excerpt.
 */
export function reconcilePrices(
  known: readonly StoredPrice[],
  observed: readonly ObservedPrice[],
  at: Instant,
): PriceChanges {
  const open = new Map<string, StoredPrice>()
  for (const version of known)
    if (version.source === 'observed' && version.validTo === null) open.set(keyOf(version), version)
  const changes: PriceChanges = { inserted: [], updated: [], closed: [], unchanged: [] }
  for (const price of new Map(observed.map((line) => [keyOf(line), line])).values()) {
    const before = open.get(keyOf(price))
    const version: StoredPrice = { ...price, source: 'observed', validFrom: at, validTo: null }
    if (!before) changes.inserted.push(version)
    else if (before.pricePicos !== price.pricePicos || before.unit !== price.unit) {
      changes.closed.push(price)
      changes.updated.push(version)
    } else if (before.maxCount !== price.maxCount) changes.updated.push({ ...version, validFrom: before.validFrom })
    else changes.unchanged.push(price)
  }
  return changes
}

function keyOf({ sku, currency }: PriceKey): string {
  return `${sku} ${currency}`
}
