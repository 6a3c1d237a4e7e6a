import { applyCharges } from '../charges/apply-charges.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import { subjectsOfChanged } from '../charges/rerate-resources.ts'
import { upsertResources } from '../db/resource-repository.ts'
import { appendStatuses } from '../db/status-repository.ts'
import type { Connection } from '../db/store.ts'
import type { Instant, StatusChange } from '../engine/index.ts'
import type { ResourceChange } from './reconcile/resources.ts'

/** Writes resources and their status changes, and moves the charges of records whose resource is now known better. */
export async function applyResources(
  tx: Connection,
  context: RatingContext,
  changes: readonly ResourceChange[],
  statuses: readonly StatusChange[],
  knownAt: Instant,
): Promise<void> {
  const { accountId } = context.account
  await upsertResources(
    tx,
    accountId,
    changes.map(({ after }) => after),
    knownAt,
  )
  await appendStatuses(tx, accountId, statuses)
  if (context.charges !== 'later') await applyCharges(tx, context, await subjectsOfChanged(tx, accountId, changes))
}
