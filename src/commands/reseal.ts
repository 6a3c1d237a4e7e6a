import type { Config } from '../config.ts'
import { listAccounts } from '../db/account-repository.ts'
import { listConnections, saveConnection } from '../db/connection-repository.ts'
import type { Store } from '../db/store.ts'
import { KeyError, type KeyRing } from './key-ring.ts'
import { say } from './talk.ts'

/** Seals with QM_SECRET what QM_SECRET_BEFORE opens, so that the secret before can be forgotten. */
export async function resealKeys(store: Store, keys: KeyRing, { secrets }: Config, now: number): Promise<void> {
  if (secrets.before === null || !keys.canSeal) return
  const connections = await listConnections(store.db)
  for (const account of await listAccounts(store.db)) {
    const connection = connections.get(account.accountId)
    if (!connection?.baseUrl || connection.sealedKey === null) continue
    if (await keys.opensNow(account, connection)) continue
    try {
      const sealedKey = await keys.seal(account, connection.baseUrl, await keys.keyOf(account, connection))
      await saveConnection(store.db, { ...connection, sealedKey, changedAt: now })
      say(`The key of '${account.slug}' was sealed anew with QM_SECRET; QM_SECRET_BEFORE is no longer needed for it.`)
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      say(error.message)
    }
  }
}
