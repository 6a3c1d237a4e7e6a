import { sql } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { StatusChange } from '../engine/usage/resource.ts'
import type { Connection } from './store.ts'
import { timestamptz } from './timestamp.ts'
import { insertRows } from './unnest.ts'

/** The status changes of some resources, each in the order of time. */
export async function findStatuses(
  db: Connection,
  accountId: number,
  resourceIds: readonly string[],
): Promise<Map<string, StatusChange[]>> {
  const changes = new Map<string, StatusChange[]>()
  if (resourceIds.length === 0) return changes
  const rows = await db
    .selectFrom('resource_status')
    .select(['resource_id as resourceId', 'observed_at as observedAt', 'status'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`resource_id = any(${resourceIds}::text[])`)
    .orderBy('resource_id')
    .orderBy('observed_at')
    .execute()
  for (const row of rows) {
    const list = changes.get(row.resourceId)
    if (list) list.push(row)
    else changes.set(row.resourceId, [row])
  }
  return changes
}

/** The status changes of some resources after a moment, in the order of time. */
export async function findStatusChangesSince(
  db: Connection,
  accountId: number,
  resourceIds: readonly string[],
  after: Instant,
): Promise<StatusChange[]> {
  return await db
    .selectFrom('resource_status')
    .select(['resource_id as resourceId', 'observed_at as observedAt', 'status'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`resource_id = any(${resourceIds}::text[])`)
    .where('observed_at', '>', timestamptz(after))
    .orderBy('observed_at')
    .execute()
}

/**
 * Appends changes. One that is no later than the last of its resource (a clock that stands still or went back) is put
 * just after it, so that what a charge was split by stays as it was.
 */
export async function appendStatuses(tx: Connection, accountId: number, changes: readonly StatusChange[]) {
  if (changes.length === 0) return
  const rows = await findLatest(tx, accountId, [...new Set(changes.map(({ resourceId }) => resourceId))])
  const later = changes.map((change) => {
    const last = rows.get(change.resourceId)
    const observedAt = last === undefined ? change.observedAt : Math.max(change.observedAt, last + 1)
    rows.set(change.resourceId, observedAt)
    return { ...change, observedAt }
  })
  await insertRows<StatusChange>('resource_status', accountId, later, {
    resource_id: ['text', (row) => row.resourceId],
    observed_at: ['timestamptz', (row) => row.observedAt],
    status: ['text', (row) => row.status],
  }).execute(tx)
}

async function findLatest(tx: Connection, accountId: number, resourceIds: readonly string[]) {
  const rows = await tx
    .selectFrom('resource_status')
    .select((eb) => ['resource_id', eb.fn.max('observed_at').as('observedAt')])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`resource_id = any(${resourceIds}::text[])`)
    .groupBy('resource_id')
    .execute()
  return new Map(rows.map((row) => [row.resource_id, row.observedAt]))
}
