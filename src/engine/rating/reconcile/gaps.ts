import type { Instant } from '../../time.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { StatusChange } from '../../usage/resource.ts'
import { coveredInterval, toChargeState } from '../../usage/state-ledger.ts'
import type { BillingGap } from './reconciliation.ts'

/** Storage is billed without a break: more than the dropped minute between two records is a gap. */
const STORAGE_BREAK_MS = 2 * 60_000

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
    const { resourceId, currency, recordId } = record
    const gap = { startsAt: endsAt, endsAt: record.startsAt }
    endsAt = Math.max(endsAt, coveredInterval(record, Infinity).endsAt)
    if (gap.startsAt === -Infinity) continue
    const length = gap.endsAt - gap.startsAt
    const isGap = record.kind === 'instance' ? length > 2 * pollMs && isUsed(statuses, gap) : length > STORAGE_BREAK_MS
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
