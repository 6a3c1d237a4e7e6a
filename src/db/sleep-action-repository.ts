import { sql, type Selectable } from 'kysely'
import type { SleepEdge } from '../engine/plan/index.ts'
import type { Instant } from '../engine/time.ts'
import type { SleepActionState, SleepActionTable } from './schema/sleep-action.ts'
import type { Connection } from './store.ts'
import { isoOf, isoOrNull, timestamptz } from './timestamp.ts'

export type { SleepActionState } from './schema/sleep-action.ts'

/** One thing to be done to a machine by its plan, and how far it has come. */
export interface SleepAction extends SleepEdge {
  readonly actionId: number
  readonly accountId: number
  readonly resourceId: string
  readonly dueAt: Instant
  readonly state: SleepActionState
  readonly detail: string | null
  readonly tries: number
  readonly nextTryAt: Instant
  readonly plannedAt: Instant
  readonly remindedAt: Instant | null
  readonly askedAt: Instant | null
  readonly finishedAt: Instant | null
}

export type NewSleepAction = SleepEdge & Pick<SleepAction, 'resourceId' | 'dueAt' | 'plannedAt'>

/** Adds what is planned newly and gives it; what is there already keeps its state. */
export async function addSleepActions(
  db: Connection,
  accountId: number,
  actions: readonly NewSleepAction[],
): Promise<SleepAction[]> {
  if (actions.length === 0) return []
  const rows = await db
    .insertInto('sleep_action')
    .values(
      actions.map(({ resourceId, planId, action, at, dueAt, until, plannedAt }) => ({
        account_id: accountId,
        resource_id: resourceId,
        plan_id: planId,
        action,
        edge_at: isoOf(at),
        due_at: isoOf(dueAt),
        until_at: isoOrNull(until),
        state: 'planned' as const,
        next_try_at: isoOf(dueAt),
        planned_at: isoOf(plannedAt),
      })),
    )
    .onConflict((oc) =>
      oc
        .columns(['account_id', 'resource_id', 'action', 'edge_at'])
        .doUpdateSet({
          state: 'planned',
          detail: null,
          finished_at: null,
          plan_id: sql`excluded.plan_id`,
          due_at: sql`excluded.due_at`,
          until_at: sql`excluded.until_at`,
          next_try_at: sql`excluded.next_try_at`,
          planned_at: sql`excluded.planned_at`,
        })
        // What was taken from the plan and is planned again.
        .where('sleep_action.state', '=', 'cancelled'),
    )
    .returningAll()
    .execute()
  return rows.map(actionOf)
}

/** What is not finished, in the order in which it is due. */
export async function openSleepActions(db: Connection, accountId: number): Promise<SleepAction[]> {
  const rows = await db
    .selectFrom('sleep_action')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('finished_at', 'is', null)
    .orderBy('due_at')
    .orderBy('action_id')
    .execute()
  return rows.map(actionOf)
}

/** What is open, and what was finished since a moment, the last due first. */
export async function sleepActionsSince(db: Connection, accountId: number, since: Instant): Promise<SleepAction[]> {
  const rows = await db
    .selectFrom('sleep_action')
    .selectAll()
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('finished_at', 'is', null), eb('edge_at', '>=', timestamptz(since))]))
    .orderBy('edge_at', 'desc')
    .orderBy('action_id', 'desc')
    .execute()
  return rows.map(actionOf)
}

/**
 * Takes an open action whose time has come, so that no other process does: it is not to be tried again before a moment.
 * Null where somebody else was faster.
 */
export async function claimSleepAction(
  db: Connection,
  { accountId, actionId }: Pick<SleepAction, 'accountId' | 'actionId'>,
  now: Instant,
  notBefore: Instant,
): Promise<SleepAction | null> {
  const row = await db
    .updateTable('sleep_action')
    .set({ next_try_at: isoOf(notBefore) })
    .where('account_id', '=', accountId)
    .where('action_id', '=', actionId)
    .where('finished_at', 'is', null)
    .where('next_try_at', '<=', timestamptz(now))
    .returningAll()
    .executeTakeFirst()
  return row ? actionOf(row) : null
}

export interface SleepActionChange {
  readonly state?: SleepActionState
  readonly detail?: string | null
  readonly until?: Instant | null
  readonly nextTryAt?: Instant
  readonly remindedAt?: Instant
  readonly askedAt?: Instant
  readonly finishedAt?: Instant
  /** Another try of the API. */
  readonly tried?: true
}

export async function changeSleepAction(
  db: Connection,
  { accountId, actionId }: Pick<SleepAction, 'accountId' | 'actionId'>,
  change: SleepActionChange,
): Promise<void> {
  const { state, detail, until, nextTryAt, remindedAt, askedAt, finishedAt, tried } = change
  await db
    .updateTable('sleep_action')
    .set({
      ...(state !== undefined && { state }),
      ...(detail !== undefined && { detail }),
      ...(until !== undefined && { until_at: isoOrNull(until) }),
      ...(nextTryAt !== undefined && { next_try_at: isoOf(nextTryAt) }),
      ...(remindedAt !== undefined && { reminded_at: isoOf(remindedAt) }),
      ...(askedAt !== undefined && { asked_at: isoOf(askedAt) }),
      ...(finishedAt !== undefined && { finished_at: isoOf(finishedAt) }),
      ...(tried && { tries: sql<number>`tries + 1` }),
    })
    .where('account_id', '=', accountId)
    .where('action_id', '=', actionId)
    .execute()
}

/** How many machines were asked for something since a moment. */
export async function countAskedSince(db: Connection, accountId: number, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('sleep_action')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('asked_at', '>', timestamptz(since))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function actionOf(row: Selectable<SleepActionTable>): SleepAction {
  return {
    actionId: row.action_id,
    accountId: row.account_id,
    resourceId: row.resource_id,
    planId: row.plan_id,
    action: row.action,
    at: row.edge_at,
    dueAt: row.due_at,
    until: row.until_at,
    state: row.state,
    detail: row.detail,
    tries: row.tries,
    nextTryAt: row.next_try_at,
    plannedAt: row.planned_at,
    remindedAt: row.reminded_at,
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
  }
}
