import { randomUUID } from 'node:crypto'
import type { RateLimiter } from '../barrack/rate-limiter.ts'
import type { Account } from '../db/account-repository.ts'
import { findRequestWindow, saveRequestWindow } from '../db/request-window-repository.ts'
import type { Store } from '../db/store.ts'
import type { ApiAddress } from './connection.ts'

/** This process, among all that ask for an account. */
const HOLDER = randomUUID()

/**
 * Does work that asks for an account, within the one limit that holds for all processes of the store: what another one
 * sent within the last minute counts here, and what this one sent counts in the next. For a caller that holds the account
 * (account-lock.ts); by the real clock, since that is what Barrack counts by.
 */
export async function sharingLimit<T>(
  { db }: Pick<Store, 'db'>,
  { accountId }: Pick<Account, 'accountId'>,
  { limiter, address }: { readonly limiter: RateLimiter; readonly address: Pick<ApiAddress, 'maxPerMinute'> },
  work: () => Promise<T>,
  holder = HOLDER,
): Promise<T> {
  if (address.maxPerMinute === null) return work()
  const last = await findRequestWindow(db, accountId)
  if (last && last.holder !== holder) limiter.countOthers(last.requests, Date.now() - last.sentAt)
  try {
    return await work()
  } finally {
    await saveRequestWindow(db, { accountId, holder, sentAt: Date.now(), requests: limiter.sentLately() })
  }
}
