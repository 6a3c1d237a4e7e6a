import { upperQuantile } from '../../forecast/run-rate-error.ts'
import { MINUTE_MS, type Instant, type Interval } from '../../time.ts'
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
  /** From when on it can have cost anything; -Infinity where that was never told. */
  readonly createdAt: Instant
  readonly records: readonly BillingRecord[]
  readonly statuses: readonly StatusChange[]
}

/**
 * Time between two records of a resource, or before its first one, in which it must have cost money. Storage always does.
 * A machine is not billed while it starts, stops, falls asleep and wakes: a break is a gap where it is three times as long
 * as nine of ten breaks of this account, 20 minutes at least, and the machine was not seen doing anything else in it.
 */
export function findGaps(histories: readonly ResourceHistory[], pollMs: number): BillingGap[] {
  const breaks = histories.flatMap((history) =>
    breaksOf(history).map((one) => ({ ...one, statuses: history.statuses })),
  )
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

function breaksOf({ records, createdAt }: ResourceHistory): Break[] {
  const breaks: Break[] = []
  let startsAt = createdAt
  for (const before of records) {
    if (startsAt !== -Infinity && before.startsAt - startsAt > SHORT_BREAK_MS) {
      breaks.push({ startsAt, endsAt: before.startsAt, before })
    }
    startsAt = Math.max(startsAt, coveredInterval(before, Infinity).endsAt)
  }
  // Storage takes its time to be made; when it was ready nobody tells.
  return records[0]?.kind === 'instance' ? breaks : breaks.filter(({ before }) => before !== records[0])
}

/** Whether a machine was seen to run: within the break, or before it and unchanged at a look since. */
function isUsed(statuses: readonly StatusChange[], { startsAt, endsAt }: Interval, pollMs: number): boolean {
  const seen = statuses.filter(({ observedAt }) => observedAt > startsAt && observedAt < endsAt)
  const before = statuses.findLast(({ observedAt }) => observedAt <= startsAt)
  if (!before && seen.length === 0) return false
  if (before && endsAt - startsAt > pollMs && seen.length === 0) seen.push(before)
  return seen.every(({ status }) => ['active', 'shutoff'].includes(toChargeState(status)))
}
