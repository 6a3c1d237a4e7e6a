import type { Instant } from '../../time.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { StatusChange } from '../../usage/resource.ts'
import { coveredInterval, toChargeState } from '../../usage/state-ledger.ts'
import type { BillingGap } from './reconciliation.ts'

/** Two records of storage follow each other but for the dropped minute; a shorter break is no gap. */
const SHORT_BREAK_MS = 2 * 60_000

/**
 * Time between two records of a resource in which it must have cost money. A volume always does; a machine did where it
 * was last seen running or shut off and was looked at twice since without a change. `records` are sorted by start.
 */
export function findGaps(
  records: readonly BillingRecord[],
  statuses: readonly StatusChange[],
  pollMs: number,
): BillingGap[] {
  const gaps: BillingGap[] = []
  let endsAt = -Infinity
  for (const record of records) {
    const gap = { startsAt: endsAt, endsAt: record.startsAt }
    endsAt = Math.max(endsAt, coveredInterval(record, Infinity).endsAt)
    if (gap.startsAt === -Infinity || gap.endsAt - gap.startsAt <= SHORT_BREAK_MS) continue
    const { resourceId, currency, recordId } = record
    const isGap = record.kind !== 'instance' || (gap.endsAt - gap.startsAt > 2 * pollMs && isUsed(statuses, gap))
    if (isGap) gaps.push({ ...gap, resourceId, currency, beforeRecordId: recordId, cause: 'overlap or gap' })
  }
  return gaps
}

function isUsed(statuses: readonly StatusChange[], gap: { startsAt: Instant; endsAt: Instant }): boolean {
  const before = statuses.findLast(({ observedAt }) => observedAt <= gap.startsAt)
  const state = before && toChargeState(before.status)
  const isChanged = statuses.some(({ observedAt }) => observedAt > gap.startsAt && observedAt < gap.endsAt)
  return (state === 'active' || state === 'shutoff') && !isChanged
}
