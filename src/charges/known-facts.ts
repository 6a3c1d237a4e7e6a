import { accountPrices } from '../db/price-list-repository.ts'
import { findResources, type StoredResource } from '../db/resource-repository.ts'
import { findStatuses } from '../db/status-repository.ts'
import type { Connection } from '../db/store.ts'
import { priceBook, type PriceBook, type StatusChange } from '../engine/index.ts'

/** Resources that are kept in memory at most; past that all are read anew. */
const MOST_KEPT = 20_000

/**
 * The resources, statuses and prices that an account's charges rest on, each read once. For whoever holds the account
 * (account-lock.ts): nobody else changes them meanwhile. Not to be used any more after a transaction that was undone.
 */
export class KnownFacts {
  readonly #accountId: number
  readonly #resources = new Map<string, StoredResource | null>()
  readonly #statuses = new Map<string, readonly StatusChange[]>()
  #prices: PriceBook | null = null

  constructor(accountId: number) {
    this.#accountId = accountId
  }

  /** Those of the asked resources that are known. */
  async resources(tx: Connection, ids: readonly string[]): Promise<Map<string, StoredResource>> {
    if (this.#resources.size > MOST_KEPT) this.#resources.clear()
    const missing = ids.filter((id) => !this.#resources.has(id))
    if (missing.length > 0) {
      for (const id of missing) this.#resources.set(id, null)
      this.put(await findResources(tx, this.#accountId, { ids: missing }))
    }
    const known = new Map<string, StoredResource>()
    for (const id of ids) {
      const resource = this.#resources.get(id)
      if (resource) known.set(id, resource)
    }
    return known
  }

  /** Takes resources as they were just written. */
  put(resources: readonly StoredResource[]): void {
    for (const resource of resources) this.#resources.set(resource.resourceId, resource)
  }

  /** The status changes of a machine, by its id; none for whom none was seen. */
  async statuses(tx: Connection, ids: readonly string[]): Promise<ReadonlyMap<string, readonly StatusChange[]>> {
    if (this.#statuses.size > MOST_KEPT) this.#statuses.clear()
    const missing = ids.filter((id) => !this.#statuses.has(id))
    if (missing.length > 0) {
      const found = await findStatuses(tx, this.#accountId, missing)
      for (const id of missing) this.#statuses.set(id, found.get(id) ?? [])
    }
    return this.#statuses
  }

  async prices(tx: Connection): Promise<PriceBook> {
    return (this.#prices ??= priceBook(await accountPrices(tx, this.#accountId)))
  }
}
