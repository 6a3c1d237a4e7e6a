import type { Config } from '../config.ts'
import type { Account } from '../db/account-repository.ts'
import { findConnection } from '../db/connection-repository.ts'
import type { Store } from '../db/store.ts'
import { accountSchedule } from '../ingest/account-schedule.ts'
import { SCHEDULE_SHARE } from '../ingest/schedule.ts'
import type { Readings } from '../server/context.ts'
import { apiAddress } from './connection.ts'

/** The schedule of an account for who wants to see it; null where the clock stands still. */
export async function readingsOf(
  { config, store, demo }: { readonly config: Config; readonly store: Store; readonly demo: boolean },
  { accountId }: Account,
): Promise<Readings | null> {
  if (config.now !== null) return null
  const { intervals } = config.barrack
  const { maxPerMinute } = demo ? { maxPerMinute: null } : apiAddress(config, await findConnection(store.db, accountId))
  const { sources, requestsPerMinute } = await accountSchedule(store.db, accountId, { intervals, maxPerMinute })
  return {
    sources: sources.map((each) => ({ ...each, setMs: intervals[each.source] })),
    requestsPerMinute,
    allowedPerMinute: maxPerMinute === null ? null : maxPerMinute * SCHEDULE_SHARE,
  }
}
