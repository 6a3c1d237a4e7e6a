import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store-error.ts'

/** Who holds a data folder, for other processes of this machine to read: the file is for its owner's eyes only. */
export interface Owner {
  readonly pid: number
  /** Where it answers; null while it does not. */
  readonly url: string | null
  readonly startedAt: string
}

/** Another process holds the folder. */
export class DataDirHeldError extends StoreError {
  override name = 'DataDirHeldError'
  /** Null in the moment between its taking of the folder and its saying so. */
  readonly owner: Owner | null

  constructor(dataDir: string, owner: Owner | null) {
    const process = owner ? `process ${owner.pid}${owner.url ? `, at ${owner.url}` : ''}` : 'another process'
    super(`The data folder ${dataDir} is in use by ${process}. Stop it first, or set another DATA_DIR.`)
    this.owner = owner
  }
}

export interface DataDirLock {
  /** Whether the last owner ended without letting go: killed, crashed, or the power went. */
  readonly uncleanEnd: boolean
  /** Tells other processes where this one answers. */
  announce(url: string): void
  release(): void
}

/**
 * Takes the folder for this process until it releases it or ends, however it ends: the lock is the kernel's, held
 * through SQLite's exclusive transaction on an empty file, and not the presence of a file. Makes the folder when missing.
 * @throws DataDirHeldError when another process holds it, StoreError when it cannot be written.
 */
export function acquireDataDirLock(dataDir: string): DataDirLock {
  const database = openLockFile(dataDir)
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if (/locked/.test((error as Error).message)) throw new DataDirHeldError(dataDir, readOwner(dataDir))
    throw notWritable(dataDir, error)
  }
  const uncleanEnd = readOwner(dataDir) !== null
  const owner: Owner = { pid: process.pid, url: null, startedAt: new Date().toISOString() }
  writeOwner(dataDir, owner)
  return {
    uncleanEnd,
    announce: (url) => {
      writeOwner(dataDir, { ...owner, url })
    },
    release: () => {
      rmSync(ownerFile(dataDir), { force: true })
      if (database.isOpen) database.close()
    },
  }
}

function openLockFile(dataDir: string): DatabaseSync {
  try {
    makeFolder(resolve(dataDir))
    return new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 })
  } catch (error) {
    throw notWritable(dataDir, error)
  }
}

/** Step by step: Node's own recursive way never ends where the system says of a folder that it is not there, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function notWritable(dataDir: string, error: unknown): StoreError {
  return new StoreError(`The data folder ${dataDir} cannot be used: ${(error as Error).message}. Check DATA_DIR.`, {
    cause: error,
  })
}

function ownerFile(dataDir: string): string {
  return join(dataDir, 'owner.json')
}

/** Replaced in one step, so that a reader never sees half of it. */
function writeOwner(dataDir: string, owner: Owner): void {
  const draft = `${ownerFile(dataDir)}.new`
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600 })
  renameSync(draft, ownerFile(dataDir))
}

function readOwner(dataDir: string): Owner | null {
  try {
    return JSON.parse(readFileSync(ownerFile(dataDir), 'utf8')) as Owner
  } catch {
    return null
  }
}
