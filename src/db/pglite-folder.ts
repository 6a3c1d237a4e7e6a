import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openPgliteThread } from './pglite-thread.ts'
import type { PgliteSession } from './pglite-session.ts'
import { StoreError } from './store-error.ts'

/**
 * Opens the embedded store of a folder. A new one is made beside it and renamed when it is whole: a first start that is
 * cut off would leave a folder that never opens again.
 * @throws StoreError when the folder cannot be made or opened.
 */
export async function openPgliteFolder(dataDir: string): Promise<PgliteSession> {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await makeFolder(dataDir)
  return openPgliteThread(dataDir)
}

async function makeFolder(dataDir: string): Promise<void> {
  const draft = `${dataDir}.new`
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new StoreError(`${dataDir} holds something that is not an embedded store; it is left as it is.`)
  }
  try {
    await mkdir(dirname(dataDir), { recursive: true, mode: 0o700 })
    await rm(draft, { recursive: true, force: true })
    await (await openPgliteThread(draft)).close()
    await rename(draft, dataDir)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (error instanceof StoreError) throw error
    throw new StoreError(`The embedded store cannot be made in ${dataDir}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
