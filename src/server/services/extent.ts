import type { Account } from '../../db/account-repository.ts'
import { chargeExtent, type ChargeExtent } from '../../db/charge-query-repository.ts'
import { findCurrencies, findRegions } from '../../db/overview-query-repository.ts'
import type { AppContext } from '../context.ts'
import { keep } from './kept.ts'

export interface Extent {
  /** The wallets that ever held or spent anything. */
  readonly currencies: readonly string[]
  readonly regions: readonly string[]
  /** Null before the first charge. */
  readonly days: ChargeExtent | null
}

/** What an account's data reach over. */
export const extentOf = ({ store }: AppContext, account: Account): Promise<Extent> =>
  keep(store, account, 'extent', async () => {
    const [currencies, regions, days] = await Promise.all([
      findCurrencies(store.db, account.accountId),
      findRegions(store.db, account.accountId),
      chargeExtent(store.db, account.accountId),
    ])
    return { currencies, regions, days }
  })
