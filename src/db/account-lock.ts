import { sql } from 'kysely'
import type { Store } from './store.ts'

/** The first key of our advisory locks on accounts; the second is the account's number. */
const ACCOUNTS = 20_261_124

/** Accounts held by this process, for PGlite: its one connection cannot be kept aside, and it has no other process. */
const held = new WeakMap<Store['db'], Set<number>>()

/**
 * Does `work` as the only one on this account, among all processes of the store; gives null at once where another one
 * holds it. On Postgres the lock is one connection's, so it is free again when this process ends in whatever way.
 */
export async function holdingAccount<T>(
  { db, kind }: Pick<Store, 'db' | 'kind'>,
  accountId: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | null> {
  if (kind === 'postgres') {
    return db.connection().execute(async (connection) => {
      const taken = sql<{ taken: boolean }>`select pg_try_advisory_lock(${ACCOUNTS}, ${accountId}) as taken`
      if (!(await taken.execute(connection)).rows[0]?.taken) return null
      try {
        return { result: await work() }
      } finally {
        await sql`select pg_advisory_unlock(${ACCOUNTS}, ${accountId})`.execute(connection)
      }
    })
  }
  const accounts = held.get(db) ?? new Set()
  held.set(db, accounts)
  if (accounts.has(accountId)) return null
  accounts.add(accountId)
  try {
    return { result: await work() }
  } finally {
    accounts.delete(accountId)
  }
}
