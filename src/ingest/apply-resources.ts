import { findRecords } from '../db/billing-record-repository.ts'
import { upsertResources, type StoredResource } from '../db/resource-repository.ts'
import { appendStatuses } from '../db/status-repository.ts'
import type { Connection } from '../db/store.ts'
import type { StatusChange } from '../engine/index.ts'
import { applyCharges } from './apply-charges.ts'
import type { ChargeChange } from './reconcile/charges.ts'
import type { ResourceChange } from './reconcile/resources.ts'
import type { RatingContext } from './source.ts'

/** What a charge takes from the resource: once it changes, charges that stand are rated anew. */
const RATED = ['region', 'tier', 'gpuModel', 'gpuCount', 'sizeGb', 'volumeType'] satisfies (keyof StoredResource)[]

/** Writes resources and their status changes, and moves the charges of records whose resource is now known better. */
export async function applyResources(
  tx: Connection,
  context: RatingContext,
  changes: readonly ResourceChange[],
  statuses: readonly StatusChange[],
): Promise<void> {
  const { accountId } = context.account
  await upsertResources(
    tx,
    accountId,
    changes.map(({ after }) => after),
  )
  await appendStatuses(tx, accountId, statuses)
  if (context.charges === 'later') return
  await applyCharges(tx, context, await rerated(tx, accountId, changes, new Set()))
}

/** The records of resources whose rated facts changed, as they were last read; without those that are rated anyway. */
export async function rerated(
  tx: Connection,
  accountId: number,
  changes: readonly ResourceChange[],
  without: ReadonlySet<string>,
): Promise<ChargeChange[]> {
  const better = new Map(changes.filter(isKnownBetter).map((change) => [change.after.resourceId, change]))
  if (better.size === 0) return []
  const records = await findRecords(tx, accountId, { resourceIds: [...better.keys()] })
  return records
    .filter(({ recordId }) => !without.has(recordId))
    .map((record) => {
      const { before, after } = better.get(record.resourceId)!
      const subject = { record, readAt: record.changedAt }
      return { before: { ...subject, resource: before }, after: { ...subject, resource: after } }
    })
}

function isKnownBetter({ before, after }: ResourceChange): boolean {
  return before !== null && RATED.some((field) => before[field] !== after[field])
}
