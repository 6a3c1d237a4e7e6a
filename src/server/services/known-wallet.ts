import { findCurrencies, latestBalances } from '../../db/overview-query-repository.ts'
import type { AppContext } from '../context.ts'
import { invalidParameter } from '../problem.ts'

/**
 * Nothing ever comes to a budget of a wallet that is not there, so nobody would be told. Before anything was read all are
 * taken.
 * @throws a problem naming the wallets that there are.
 */
export async function requireWallets(
  { store }: AppContext,
  accountId: number,
  wanted: readonly { currency: string }[],
): Promise<void> {
  const [balances, used] = await Promise.all([latestBalances(store.db, accountId), findCurrencies(store.db, accountId)])
  const known = [...new Set([...balances.map(({ currency }) => currency), ...used])].sort()
  const unknown = wanted.find(({ currency }) => !known.includes(currency))
  if (known.length === 0 || unknown === undefined) return
  throw invalidParameter('currency', `there is no ${unknown.currency} wallet; there are ${known.join(', ')}`)
}
