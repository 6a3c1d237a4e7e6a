import { sql } from 'kysely'
import { formatPicos, parsePicos, type DirectAssignment, type Instant, type UseHours } from '../engine/index.ts'
import { findCursor, saveCursor } from './cursor-repository.ts'
import { dayOrNull, fromDayOf, toDayOf } from './day-bound.ts'
import type { Connection } from './store.ts'
import { excluded, insertRows } from './unnest.ts'

/** What was said of single resources, of all or of some. */
export async function findDirectAssignments(
  db: Connection,
  accountId: number,
  resourceIds?: readonly string[],
): Promise<DirectAssignment[]> {
  const rows = await db
    .selectFrom('assignment')
    .select(['resource_id', 'from_day', 'to_day', 'project', 'owner', 'cost_center', 'share', 'source'])
    .where('account_id', '=', accountId)
    .$if(resourceIds !== undefined, (query) => query.where(sql<boolean>`resource_id = any(${resourceIds}::text[])`))
    .orderBy('resource_id')
    .orderBy('from_day')
    .orderBy('part')
    .execute()
  const words: { -readonly [Field in keyof DirectAssignment]: DirectAssignment[Field] }[] = []
  for (const row of rows) {
    const { project, owner, cost_center, source } = row
    const part = { values: { project, owner, cost_center }, weight: parsePicos(row.share) }
    const last = words.at(-1)
    const fromDay = dayOrNull(row.from_day)
    if (last?.resourceId === row.resource_id && last.fromDay === fromDay) last.parts = [...last.parts, part]
    else words.push({ resourceId: row.resource_id, fromDay, toDay: dayOrNull(row.to_day), parts: [part], source })
  }
  return words
}

/** Writes all that is said of some resources anew. */
export async function replaceDirectAssignments(
  tx: Connection,
  accountId: number,
  resourceIds: readonly string[],
  words: readonly DirectAssignment[],
  at: Instant,
): Promise<void> {
  await sql`delete from assignment
    where account_id = ${accountId} and resource_id = any(${resourceIds}::text[])`.execute(tx)
  const rows = words.flatMap(({ parts, ...word }) => parts.map((part, i) => ({ ...word, ...part, i })))
  if (rows.length === 0) return
  await insertRows<(typeof rows)[number]>('assignment', accountId, rows, {
    resource_id: ['text', (row) => row.resourceId],
    from_day: ['date', (row) => fromDayOf(row.fromDay)],
    to_day: ['date', (row) => toDayOf(row.toDay)],
    part: ['int4', (row) => row.i],
    project: ['text', (row) => row.values.project],
    owner: ['text', (row) => row.values.owner],
    cost_center: ['text', (row) => row.values.cost_center],
    share: ['numeric', (row) => formatPicos(row.weight)],
    source: ['text', (row) => row.source],
    entered_at: ['timestamptz', () => at],
  }).execute(tx)
}

export async function findUseHours(db: Connection, accountId: number): Promise<UseHours[]> {
  const rows = await db
    .selectFrom('use_hours')
    .select(['resource_id', 'day', 'project', 'owner', 'cost_center', 'hours'])
    .where('account_id', '=', accountId)
    .orderBy('resource_id')
    .orderBy('day')
    .orderBy('project')
    .orderBy('owner')
    .orderBy('cost_center')
    .execute()
  return rows.map((row) => ({
    resourceId: row.resource_id,
    day: row.day,
    values: { project: row.project || null, owner: row.owner || null, cost_center: row.cost_center || null },
    hoursPicos: parsePicos(row.hours),
  }))
}

/** Writes hours of use; those of the same machine, day and user are replaced. */
export async function saveUseHours(tx: Connection, accountId: number, rows: readonly UseHours[], at: Instant) {
  if (rows.length === 0) return
  const insert = insertRows<UseHours>('use_hours', accountId, rows, {
    resource_id: ['text', (row) => row.resourceId],
    day: ['date', (row) => row.day],
    project: ['text', (row) => row.values.project ?? ''],
    owner: ['text', (row) => row.values.owner ?? ''],
    cost_center: ['text', (row) => row.values.cost_center ?? ''],
    hours: ['numeric', (row) => formatPicos(row.hoursPicos)],
    entered_at: ['timestamptz', () => at],
  })
  await sql`${insert} on conflict (account_id, resource_id, day, project, owner, cost_center) do update
    set ${excluded('hours', 'entered_at')}`.execute(tx)
}

const CURSOR = 'assignments'

/** Says that whose the resources are has changed: it moves the version of the data, so that nothing kept is shown. */
export async function markAssignmentsChanged(tx: Connection, accountIds: readonly number[], at: Instant) {
  for (const accountId of accountIds) {
    const revision = Number((await findCursor(tx, accountId, CURSOR))?.cursor.revision ?? 0) + 1
    await saveCursor(tx, accountId, CURSOR, { readAt: at, cursor: { revision } })
  }
}
