import { findStatusChangesSince } from '../../db/status-repository.ts'
import { carriedOn, type BillingKind, type CarriedOn, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { ratesOf } from './forecast-of.ts'
import type { Ledger } from './ledger.ts'

/** Bills are counted by the minute: what is newer needs no estimate. */
const MINUTE_MS = 60_000

/** What each wallet will have come to between the last reading of its bills and now, of this month. */
export async function estimatedSince({ store, clock }: AppContext, ledger: Ledger): Promise<CarriedOn[]> {
  const until = clock()
  const readAt = (kind: BillingKind): Instant => ledger.readings.get(`${kind}-billing`) ?? ledger.asOf
  const since = Math.min(readAt('instance'), readAt('volume'), readAt('snapshot'))
  if (until - since < MINUTE_MS) return []
  const from = ledger.calendar.startOf(ledger.calendar.monthOf(until).from)
  const rates = ratesOf(ledger)
  const machines = rates.filter(({ resourceType }) => resourceType === 'instance').map(({ resourceId }) => resourceId)
  const changes = await findStatusChangesSince(store.db, ledger.account.accountId, machines, since)
  const statuses = Map.groupBy(changes, ({ resourceId }) => resourceId)
  return carriedOn({ ...ledger, rates, statuses, readAt, from, until })
}
