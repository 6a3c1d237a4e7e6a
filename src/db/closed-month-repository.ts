import { parsePicos, type AssignedSpan, type Assignments, type Day, type Instant } from '../engine/index.ts'
import { copyRows } from './copy-rows.ts'
import { findCursor, saveCursor } from './cursor-repository.ts'
import { dayOrNull, fromDayOf } from './day-bound.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** A month that was closed. */
export interface ClosedMonth {
  /** '2026-03'. */
  readonly month: string
  readonly from: Day
  readonly to: Day
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly zone: string
  readonly closedAt: Instant
  readonly closedBy: string
}

/** What is kept with it. */
export interface ClosedMonthContent {
  /** What was still open when it was closed, in words. */
  readonly openItems: readonly unknown[]
  readonly statement: readonly unknown[]
  /** The prices that held. */
  readonly rates: readonly unknown[]
}

/** The closed months of an account in their order. */
export async function findClosedMonths(db: Connection, accountId: number): Promise<ClosedMonth[]> {
  return db
    .selectFrom('closed_month')
    .select(['month', 'from_day as from', 'to_day as to', 'starts_at as startsAt', 'ends_at as endsAt', 'zone'])
    .select(['closed_at as closedAt', 'closed_by as closedBy'])
    .where('account_id', '=', accountId)
    .orderBy('from_day')
    .execute()
}

export async function getClosedContent(
  db: Connection,
  accountId: number,
  month: string,
): Promise<ClosedMonthContent | null> {
  const row = await db
    .selectFrom('closed_month')
    .select(['open_items as openItems', 'statement', 'rates'])
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .executeTakeFirst()
  return row ?? null
}

/** The kept statements of all closed months, by month. */
export async function findClosedStatements(
  db: Connection,
  accountId: number,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const rows = await db
    .selectFrom('closed_month')
    .select(['month', 'statement'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map(({ month, statement }) => [month, statement]))
}

export async function insertClosedMonth(
  tx: Connection,
  accountId: number,
  month: ClosedMonth,
  content: ClosedMonthContent,
): Promise<void> {
  await tx
    .insertInto('closed_month')
    .values({
      account_id: accountId,
      month: month.month,
      from_day: month.from,
      to_day: month.to,
      starts_at: isoOf(month.startsAt),
      ends_at: isoOf(month.endsAt),
      zone: month.zone,
      closed_at: isoOf(month.closedAt),
      closed_by: month.closedBy,
      open_items: JSON.stringify(content.openItems),
      statement: JSON.stringify(content.statement),
      rates: JSON.stringify(content.rates),
    })
    .execute()
}

/** Forgets that a month was closed, with all that was kept of it. */
export async function deleteClosedMonth(tx: Connection, accountId: number, month: string): Promise<void> {
  for (const table of ['closed_file', 'closed_charge', 'closed_month'] as const) {
    await tx.deleteFrom(table).where('account_id', '=', accountId).where('month', '=', month).execute()
  }
}

/** Whose the resources were on the days before the first open one; all of them, those of nobody as well. */
export async function findClosedAssignments(db: Connection, accountId: number): Promise<Assignments> {
  const rows = await db
    .selectFrom('closed_assignment')
    .select(['key', 'from_day', 'to_day', 'share', 'project', 'owner', 'cost_center'])
    .where('account_id', '=', accountId)
    .orderBy('key')
    .orderBy('from_day')
    .orderBy('part')
    .execute()
  const spans = new Map<string, AssignedSpan[]>()
  for (const { key, from_day, to_day: toDay, share, ...values } of rows) {
    const fromDay = dayOrNull(from_day)
    const part = { values, weight: parsePicos(share) }
    const own = spans.get(key) ?? []
    spans.set(key, own)
    const last = own.at(-1)
    if (last?.fromDay === fromDay && own.length > 0) own[own.length - 1] = { ...last, parts: [...last.parts, part] }
    else own.push({ fromDay, toDay, parts: [part], via: [{ kind: 'closed' }] })
  }
  return spans
}

/** Writes whose the resources were before the first open day anew. */
export async function replaceClosedAssignments(
  tx: Connection,
  accountId: number,
  assignments: Assignments,
): Promise<void> {
  await tx.deleteFrom('closed_assignment').where('account_id', '=', accountId).execute()
  const rows = [...assignments].flatMap(([key, spans]) =>
    spans.flatMap(({ fromDay, toDay, parts }) => parts.map((part, i) => ({ key, fromDay, toDay, part, i }))),
  )
  await copyRows<(typeof rows)[number]>(tx, 'closed_assignment', accountId, rows, {
    key: ['text', (row) => row.key],
    from_day: ['date', (row) => fromDayOf(row.fromDay)],
    to_day: ['date', (row) => row.toDay],
    part: ['int4', (row) => row.i],
    share: ['picos', (row) => row.part.weight],
    project: ['text', (row) => row.part.values.project],
    owner: ['text', (row) => row.part.values.owner],
    cost_center: ['text', (row) => row.part.values.cost_center],
  })
}

const CURSOR = 'books'

/** Says that a month was closed or opened: it moves the version of the data, so that nothing kept is shown. */
export async function markBooksChanged(tx: Connection, accountId: number, at: Instant): Promise<void> {
  const revision = Number((await findCursor(tx, accountId, CURSOR))?.cursor.revision ?? 0) + 1
  await saveCursor(tx, accountId, CURSOR, { readAt: at, cursor: { revision } })
}
