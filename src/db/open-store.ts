import { openPgliteFolder } from './pglite-folder.ts'
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
  if (options.kind === 'postgres') return openPostgresStore(options)
  const { dataDir } = options
  return pgliteStore(dataDir === null ? await openPgliteThread(null) : await openPgliteFolder(dataDir))
}
