import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openPgliteThread } from './pglite-thread.ts'
import type { PgliteSession } from './pglite-session.ts'
import { StoreError } from './store-error.ts'

/**
 * Opens the embedded store of a folder, or makes it. While it is being made a file beside it says so: a first start that
 * is cut off leaves a folder that never opens again, and the next one begins anew.
 * @throws StoreError when the folder cannot be made or opened.
 */
export async function openPgliteFolder(dataDir: string): Promise<PgliteSession> {
  const unfinished = `${dataDir}.unfinished`
  if (existsSync(unfinished)) await rm(dataDir, { recursive: true, force: true })
  else if (existsSync(join(dataDir, 'PG_VERSION'))) return openPgliteThread(dataDir)
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new StoreError(`${dataDir} holds something that is not an embedded store; it is left as it is.`)
  }
  try {
    await mkdir(dirname(dataDir), { recursive: true, mode: 0o700 })
    await writeFile(unfinished, '')
    const session = await openPgliteThread(dataDir)
    await rm(unfinished)
    return session
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(`The embedded store cannot be made in ${dataDir}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
