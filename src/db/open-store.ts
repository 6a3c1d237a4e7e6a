import { openPgliteThread } from './pglite-thread.ts'
import { pgliteStore } from './pglite-store.ts'
import { openPostgresStore } from './postgres-store.ts'
import type { Store, StoreOptions } from './store.ts'

/**
 * Opens the store; the caller migrates it and closes it. A folder of the embedded one must be locked before
 * (data-dir-lock.ts): two openers lose rows without an error.
 * @throws StoreError saying which store cannot be opened and why.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.kind === 'pglite' ? pgliteStore(await openPgliteThread(options.dataDir)) : openPostgresStore(options)
}
