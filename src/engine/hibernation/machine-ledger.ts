import type { Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { StatusChange } from '../usage/resource.ts'
import { stateIntervals, type StateInterval } from '../usage/state-ledger.ts'

/** The states of one machine over all of its records, in the order of time; where it was not billed there is a gap. */
export function machineLedger(
  records: readonly BillingRecord[],
  statuses: readonly StatusChange[],
  readAt: Instant,
): StateInterval[] {
  return records
    .flatMap((record) => stateIntervals(record, statuses, readAt))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
    .sort((a, b) => a.startsAt - b.startsAt)
}

/** Since when a machine has been on without a sleep of an hour or more; null where it is not on. */
export function onSince(ledger: readonly StateInterval[]): Instant | null {
  let since: Instant | null = null
  let lastEnd = -Infinity
  for (const { startsAt, endsAt, state } of ledger) {
    const isOn = state === 'active' || state === 'unknown'
    if (!isOn) since = null
    else if (since === null || startsAt - lastEnd >= PAUSE_MS) since = startsAt
    lastEnd = endsAt
  }
  return since
}

const PAUSE_MS = 3_600_000
