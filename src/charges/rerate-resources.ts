import { findRecords } from '../db/billing-record-repository.ts'
import type { StoredResource } from '../db/resource-repository.ts'
import type { Connection } from '../db/store.ts'
import type { RatingSubject } from './apply-charges.ts'

/** A resource as it was and as it is known now. */
export interface ResourceKnowledge {
  readonly before: StoredResource | null
  readonly after: StoredResource
}

/** What a charge takes from the resource: once it changes, charges that stand are rated anew. */
const RATED = ['tier', 'gpuModel', 'gpuCount', 'sizeGb', 'volumeType'] satisfies (keyof StoredResource)[]

/** The records of resources whose rated facts changed, as they were last read; without those that are rated anyway. */
export async function subjectsOfChanged(
  tx: Connection,
  accountId: number,
  changes: readonly ResourceKnowledge[],
  without: ReadonlySet<string> = new Set(),
): Promise<RatingSubject[]> {
  const better = new Map(changes.filter(isKnownBetter).map(({ after }) => [after.resourceId, after]))
  if (better.size === 0) return []
  const records = await findRecords(tx, accountId, { resourceIds: [...better.keys()] })
  return records
    .filter(({ recordId }) => !without.has(recordId))
    .map((record) => ({ record, resource: better.get(record.resourceId)!, readAt: record.changedAt }))
}

function isKnownBetter({ before, after }: ResourceKnowledge): boolean {
  return before !== null && RATED.some((field) => before[field] !== after[field])
}
