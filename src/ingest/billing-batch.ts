import type { ParsedRows } from '../barrack/parse-rows.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import type { RecordToWrite } from '../db/billing-record-repository.ts'
import type { BillingKind, Instant } from '../engine/index.ts'
import { applyRecords, monthsOfRecords } from './apply-records.ts'
import { countsOf } from './ingest-report.ts'
import { normalizeRecords, type AnyBillingRow, type BillingEnvelope } from './normalize/billing-record.ts'
import { quarantine } from './set-aside.ts'
import type { Batch } from './source.ts'

/** The list of bills of each kind of resource. */
export const BILLING_SOURCES = {
  instance: 'instance-billing',
  volume: 'volume-billing',
  snapshot: 'snapshot-billing',
} as const satisfies Record<BillingKind, string>
export type BillingSource = (typeof BILLING_SOURCES)[BillingKind]

export interface BillingRows extends ParsedRows<AnyBillingRow> {
  readonly envelope: BillingEnvelope
}

/**
 * What rows of one list of bills do to the store, whether they came by HTTP, from a file or out of quarantine. What was
 * not read just now names when we took it (`knownAt`) and leaves alone what was seen with another value since.
 */
export function billingBatch(
  context: RatingContext,
  source: BillingSource,
  page: BillingRows,
  readAt: Instant,
  knownAt?: Instant,
): Batch & { readonly records: readonly RecordToWrite[] } {
  const kind = source.slice(0, -'-billing'.length) as BillingKind
  const { records, refused } = normalizeRecords(kind, page.rows, page.envelope, readAt)
  return {
    records,
    months: monthsOfRecords(context, records, readAt),
    async apply(tx) {
      const counts = await applyRecords(tx, context, kind, records, {
        seenAt: readAt,
        knownAt: knownAt ?? readAt,
        keepNewer: knownAt !== undefined,
      })
      const setAside = [...page.refused, ...refused]
      return countsOf({
        ...counts,
        quarantined: await quarantine(tx, context.account.accountId, source, setAside, readAt),
      })
    },
  }
}
