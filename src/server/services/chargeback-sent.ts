import type { Account } from '../../db/account-repository.ts'
import { findChargebackMessages } from '../../db/notify-message-repository.ts'
import type { AppContext } from '../context.ts'
import type { ChargebackLineDto } from '../dto/chargeback.ts'
import { toIso } from '../iso.ts'

/** When the report of each name was last written for a month, how often so far, and to which channels. */
export async function sentBy(
  { store }: AppContext,
  { accountId }: Account,
  asked: { readonly month: string; readonly by: string },
): Promise<(name: string | null) => ChargebackLineDto['sent']> {
  const messages = await findChargebackMessages(store.db, accountId, asked)
  const ofName = Map.groupBy(messages, ({ facts }) => facts['name'])
  return (name) => {
    const own = (name !== null && ofName.get(name)) || []
    const [last] = own
    if (!last) return null
    return {
      at: toIso(last.createdAt),
      // A message to each channel is one time.
      times: new Set(own.map(({ createdAt }) => createdAt)).size,
      to: own
        .filter(({ createdAt }) => createdAt === last.createdAt)
        .map(({ channelName, status }) => ({ channel: channelName, status }))
        .reverse(),
    }
  }
}
