import type { Account } from '../../db/account-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import { gpuSku } from '../../engine/index.ts'
import type { PlanWhat } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'

/**
 * What is wrong with a planned deployment that no list price is known for; null where there is nothing to say. It would
 * cost nothing in every forecast, without a word. Where no price list was ever read there is nothing to check by.
 */
export async function priceCheck(
  { store }: AppContext,
  { accountId }: Account,
): Promise<(what: PlanWhat) => string | null> {
  const versions = await accountPrices(store.db, accountId)
  return (what) => {
    if (what.kind !== 'deploy') return null
    const { gpuModel, currency, tier } = what
    const known = new Set(versions.filter((version) => version.currency === currency).map(({ sku }) => sku))
    if (known.size === 0 || known.has(gpuSku(tier, gpuModel))) return null
    const tiers = [...known].map((sku) => sku.split('/')[1]!).filter((other) => known.has(gpuSku(other, gpuModel)))
    const hint =
      tiers.length > 0
        ? `; there is one of the tier ${[...new Set(tiers)].join(', ')}`
        : '; qm export prices lists what there is'
    return `no price of ${gpuModel} (${tier}) in ${currency} is known${hint}`
  }
}
