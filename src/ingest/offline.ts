import { holdingAccount } from '../db/account-lock.ts'
import { calendarOf, defaultRules } from '../engine/index.ts'
import { AccountBusyError, type IngestOptions } from './run-ingest.ts'
import type { IngestContext } from './source.ts'

/** What is needed to change an account's rows without asking its API. */
export type OfflineOptions = Pick<IngestOptions, 'store' | 'account' | 'clock' | 'rules'>

/**
 * Does work on an account that nobody ingests meanwhile.
 * @throws AccountBusyError at once where somebody does.
 */
export async function holdingContext<T>(
  { store, account, clock, rules = defaultRules }: OfflineOptions,
  work: (context: Omit<IngestContext, 'client' | 'sweep'>) => Promise<T>,
): Promise<T> {
  const calendar = calendarOf(account.zone)
  const held = await holdingAccount(store, account.accountId, () => work({ store, account, clock, rules, calendar }))
  if (held) return held.result
  throw new AccountBusyError(`The account '${account.slug}' is being ingested: try again when that has ended.`)
}
