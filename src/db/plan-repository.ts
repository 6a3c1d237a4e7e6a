import { sql, type Selectable } from 'kysely'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { Plan, PlanDeed, PlanWhat, PlanWho } from '../engine/plan/index.ts'
import type { WeekWindow } from '../engine/plan/week-windows.ts'
import type { JsonObject } from './schema/column.ts'
import type { PlanTable } from './schema/plan.ts'
import type { Connection } from './store.ts'
import { isoOf, isoOrNull } from './timestamp.ts'

export type NewPlan = Omit<Plan, 'planId' | 'withdrawn'>

/** Every plan of an account in the order in which they were made, those taken back too. */
export async function findPlans(db: Connection, accountId: number): Promise<Plan[]> {
  const rows = await db.selectFrom('plan').selectAll().where('account_id', '=', accountId).orderBy('plan_id').execute()
  return rows.map(planOf)
}

export async function findPlan(db: Connection, accountId: number, planId: number): Promise<Plan | null> {
  const row = await db
    .selectFrom('plan')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  return row ? planOf(row) : null
}

export async function insertPlans(db: Connection, accountId: number, plans: readonly NewPlan[]): Promise<Plan[]> {
  if (plans.length === 0) return []
  const rows = await db
    .insertInto('plan')
    .values(
      plans.map(({ who, what, startsAt, endsAt, week, source, reason, proposed, approved }) => ({
        account_id: accountId,
        who_kind: who.kind,
        who_name: nameOf(who),
        what: JSON.stringify(jsonOf(what)),
        starts_at: isoOf(startsAt),
        ends_at: isoOrNull(endsAt),
        week: week && JSON.stringify(week),
        source,
        reason,
        proposed_by: proposed.by,
        proposed_at: isoOf(proposed.at),
        approved_by: approved?.by ?? null,
        approved_at: isoOrNull(approved?.at ?? null),
      })),
    )
    .returningAll()
    .execute()
  return rows.map(planOf).sort((a, b) => a.planId - b.planId)
}

/** Marks a proposal as approved; the plan as it then is, null where it is no standing proposal. */
export async function approvePlan(
  db: Connection,
  accountId: number,
  planId: number,
  { by, at }: PlanDeed,
): Promise<Plan | null> {
  const row = await db
    .updateTable('plan')
    .set({ approved_by: by, approved_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('plan_id', '=', planId)
    .where('approved_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ? planOf(row) : null
}

/** Takes back the weeks of sleep that a later one of the same machine, owner, project or account stands in for. */
export async function withdrawEarlierWeeks(
  db: Connection,
  accountId: number,
  plan: Plan,
  { by, at }: PlanDeed,
): Promise<void> {
  const name = nameOf(plan.who)
  await db
    .updateTable('plan')
    .set({ withdrawn_by: by, withdrawn_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('plan_id', '<', plan.planId)
    .where('who_kind', '=', plan.who.kind)
    .where((eb) => (name === null ? eb('who_name', 'is', null) : eb('who_name', '=', name)))
    .where(sql<boolean>`what->>'kind' = 'sleep'`)
    .where('week', 'is not', null)
    .where('ends_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Takes a plan back; the plan as it then is, null where it does not stand. */
export async function withdrawPlan(
  db: Connection,
  accountId: number,
  planId: number,
  { by, at }: PlanDeed,
): Promise<Plan | null> {
  const row = await db
    .updateTable('plan')
    .set({ withdrawn_by: by, withdrawn_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('plan_id', '=', planId)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ? planOf(row) : null
}

function planOf(row: Selectable<PlanTable>): Plan {
  return {
    planId: row.plan_id,
    who: whoOf(row),
    what: whatOf(row.what),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    week: row.week as readonly WeekWindow[] | null,
    source: row.source,
    reason: row.reason,
    proposed: { by: row.proposed_by, at: row.proposed_at },
    approved: deedOf(row.approved_by, row.approved_at),
    withdrawn: deedOf(row.withdrawn_by, row.withdrawn_at),
  }
}

function nameOf(who: PlanWho): string | null {
  if (who.kind === 'account') return null
  return who.kind === 'machine' ? who.resourceId : who.name
}

function whoOf({ who_kind: kind, who_name: name }: Selectable<PlanTable>): PlanWho {
  if (kind === 'account') return { kind }
  return kind === 'machine' ? { kind, resourceId: name! } : { kind, name: name! }
}

function jsonOf(what: PlanWhat): JsonObject {
  if (what.kind !== 'month') return { ...what }
  const { kind, currency, amountPicos } = what
  return { kind, currency, amount: formatPicos(amountPicos) }
}

function whatOf(json: JsonObject): PlanWhat {
  if (json.kind !== 'month') return json as unknown as PlanWhat
  const { currency, amount } = json as { currency: string; amount: string }
  return { kind: 'month', currency, amountPicos: parsePicos(amount) }
}

function deedOf(by: string | null, at: number | null): PlanDeed | null {
  return by === null || at === null ? null : { by, at }
}
