import { closePrices, findPrices, insertPrices, touchPrices } from '../db/price-version-repository.ts'
import type { Connection } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'
import type { ObservedPrice } from './normalize/pricing.ts'
import { reconcilePrices } from './reconcile/prices.ts'

/** Takes list prices as they were read at a moment. */
export async function applyPrices(
  tx: Connection,
  accountId: number,
  observed: readonly ObservedPrice[],
  at: Instant,
): Promise<{ inserted: number; updated: number; unchanged: number }> {
  const changes = reconcilePrices(await findPrices(tx, accountId), observed, at)
  await closePrices(tx, accountId, changes.closed, at)
  await insertPrices(tx, accountId, [...changes.inserted, ...changes.updated], at)
  await touchPrices(tx, accountId, changes.unchanged, at)
  return {
    inserted: changes.inserted.length,
    updated: changes.updated.length,
    unchanged: changes.unchanged.length,
  }
}
