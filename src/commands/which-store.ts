import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { listConnections, type StoredConnection } from '../db/connection-repository.ts'
import { openStore } from '../db/open-store.ts'
import type { PostgresOptions, Store } from '../db/store.ts'
import { DEFAULT_KEY_VARIABLE } from './key-ring.ts'
import { say } from './talk.ts'

/** The folder of the embedded store; null where the data are on a Postgres. */
export function dataDirOf({ dataDir, database }: Config, demo: boolean): string | null {
  if (demo) return join(dataDir, 'demo')
  return database.url === null ? join(dataDir, 'account') : null
}

export function postgresOf({ database }: Config): PostgresOptions {
  return { kind: 'postgres', url: database.url!, schema: database.schema, poolSize: database.poolSize }
}

/** Whether an account is the one whose address and key stand in the settings. */
export function isOfSettings(connection: StoredConnection | undefined): boolean {
  if (!connection) return true
  const { baseUrl, sealedKey, keyVariable } = connection
  return baseUrl === null && sealedKey === null && (keyVariable ?? DEFAULT_KEY_VARIABLE) === DEFAULT_KEY_VARIABLE
}

/** The demo is shown where there is no key in the settings and no account was ever added. */
export async function showsDemo(config: Config): Promise<boolean> {
  if (config.barrack.apiKey !== null) return false
  const dataDir = dataDirOf(config, false)
  return dataDir === null ? !(await hasAddedAccounts(config)) : !existsSync(noteFile(dataDir))
}

/**
 * Leaves a note beside the embedded store of whether accounts were added to it: the next start has to know before it
 * opens one store or the other.
 */
export async function noteAccounts(store: Store, config: Config, demo: boolean): Promise<void> {
  const dataDir = demo ? null : dataDirOf(config, false)
  if (dataDir === null) return
  const connections = await listConnections(store.db)
  const hasAdded = [...connections.values()].some((connection) => !isOfSettings(connection))
  mkdirSync(dataDir, { recursive: true })
  if (hasAdded)
    writeFileSync(noteFile(dataDir), 'Accounts were added to this store: it is shown in place of the demo.\n')
  else rmSync(noteFile(dataDir), { force: true })
}

const noteFile = (dataDir: string) => join(dataDir, 'has-accounts')

/** Looks into the Postgres of the settings and changes nothing there. */
async function hasAddedAccounts(config: Config): Promise<boolean> {
  let store: Store
  try {
    store = await openStore(postgresOf(config))
  } catch (error) {
    // With a secret somebody has accounts: to show the demo in their place would be a lie.
    if (config.secrets.current !== null) throw error
    say(`${(error as Error).message} No account can be there; the demo is shown.`)
    return false
  }
  try {
    const { rows } = await sql<{ isThere: boolean }>`
      select to_regclass('account_connection') is not null as "isThere"`.execute(store.db)
    if (!rows[0]?.isThere) return false
    return [...(await listConnections(store.db)).values()].some((connection) => !isOfSettings(connection))
  } finally {
    await store.close()
  }
}
