import type { RunwaysDto } from '../server/dto/runway.ts'
import type { Api } from './api.ts'
import { CommandError } from './talk.ts'

/**
 * Tells a wallet that was mistyped from one of which there is nothing yet to say.
 * @throws CommandError naming the wallets that there are.
 */
export async function expectWallet(api: Api, currency: string | undefined): Promise<void> {
  if (currency === undefined) return
  const { wallets } = (await (await api.get('/api/v1/runway')).json()) as RunwaysDto
  const known = wallets.map((wallet) => wallet.currency)
  if (known.includes(currency)) return
  const others = known.length === 0 ? 'no wallet was read yet' : `there are ${known.join(', ')}`
  throw new CommandError(`currency: no wallet of ${currency} was ever read or used; ${others}.`, 2)
}
