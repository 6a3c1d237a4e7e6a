import { upperQuantile } from '../../forecast/run-rate-error.ts'
import { MINUTE_MS, type Interval } from '../../time.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { StatusChange } from '../../usage/resource.ts'
import { coveredInterval, toChargeState } from '../../usage/state-ledger.ts'
import type { BillingGap } from './reconciliation.ts'

/** Two records of storage follow each other but for the dropped minute. */
const SHORT_BREAK_MS = 2 * MINUTE_MS

/** A transition of a machine costs nothing and takes minutes. */
const LONG_TRANSITION_MS = 20 * MINUTE_MS

/** The records of one resource, sorted by their start, and what was seen of it. */
export interface ResourceHistory {
  readonly records: readonly BillingRecord[]
  readonly statuses: readonly StatusChange[]
}

/**
 * Time between two records of a resource in which it must have cost money. A volume always does. A machine is not billed
 * while it starts, stops, falls asleep and wakes: a break is a gap where it is three times as long as nine of ten breaks
 * of this account, 20 minutes at least, and the machine was not seen asleep, in error or gone in it.
 */
export function findGaps(histories: readonly ResourceHistory[], pollMs: number): BillingGap[] {
  const breaks = histories.flatMap(({ records, statuses }) => breaksOf(records).map((one) => ({ ...one, statuses })))
  const ofMachines = breaks.filter(({ before }) => before.kind === 'instance')
  const usual = upperQuantile(ofMachines.map(lengthOf), 0.9) ?? 0
  const longest = Math.max(LONG_TRANSITION_MS, 3 * usual)
  return breaks
    .filter((one) => one.before.kind !== 'instance' || (lengthOf(one) > longest && isUsed(one.statuses, one, pollMs)))
    .map(({ startsAt, endsAt, before: { resourceId, currency, recordId } }) => {
      return { startsAt, endsAt, resourceId, currency, beforeRecordId: recordId, cause: 'overlap or gap' }
    })
}

type Break = Interval & { before: BillingRecord }

const lengthOf = ({ startsAt, endsAt }: Interval) => endsAt - startsAt

function breaksOf(records: readonly BillingRecord[]): Break[] {
  const breaks: Break[] = []
  let startsAt = Infinity
  for (const record of records) {
    if (record.startsAt - startsAt > SHORT_BREAK_MS) breaks.push({ startsAt, endsAt: record.startsAt, before: record })
    const { endsAt } = coveredInterval(record, Infinity)
    startsAt = startsAt === Infinity ? endsAt : Math.max(startsAt, endsAt)
  }
  return breaks
}

/** Whether nothing that was seen speaks against a machine having run: what held before counts if it was looked at since. */
function isUsed(statuses: readonly StatusChange[], { startsAt, endsAt }: Interval, pollMs: number): boolean {
  const seen = statuses.filter(({ observedAt }) => observedAt > startsAt && observedAt < endsAt)
  const before = statuses.findLast(({ observedAt }) => observedAt <= startsAt)
  if (!before && seen.length === 0) return false
  if (before && endsAt - startsAt > pollMs && seen.length === 0) seen.push(before)
  return seen.every(({ status }) => ['active', 'shutoff', 'transitional'].includes(toChargeState(status)))
}
