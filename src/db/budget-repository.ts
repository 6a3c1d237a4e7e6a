import type { Selectable } from 'kysely'
import type { Budget } from '../engine/budget/index.ts'
import { formatPicos, parsePicos } from '../engine/money.ts'
import type { Instant } from '../engine/time.ts'
import { getAccountCalendar } from './account-calendar-repository.ts'
import type { BudgetTable } from './schema/budget.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface BudgetRow extends Budget {
  readonly note: string | null
}

export type NewBudget = Omit<BudgetRow, 'budgetId'>

/** By name. */
export async function findBudgets(db: Connection, accountId: number): Promise<BudgetRow[]> {
  const rows = await db.selectFrom('budget').selectAll().where('account_id', '=', accountId).orderBy('name').execute()
  const { fiscalYearStart: yearStart } = await getAccountCalendar(db, accountId)
  return rows.map((row) => ({ ...budgetOf(row), yearStart }))
}

/** Writes budgets, over those of the same name where there are any. */
export async function saveBudgets(
  db: Connection,
  accountId: number,
  budgets: readonly NewBudget[],
  at: Instant,
): Promise<BudgetRow[]> {
  const saved: BudgetRow[] = []
  for (const budget of budgets) {
    const columns = columnsOf(budget)
    const row = await db
      .insertInto('budget')
      .values({ account_id: accountId, ...columns, created_at: isoOf(at), changed_at: isoOf(at) })
      .onConflict((oc) => oc.columns(['account_id', 'name']).doUpdateSet({ ...columns, changed_at: isoOf(at) }))
      .returningAll()
      .executeTakeFirstOrThrow()
    saved.push(budgetOf(row))
  }
  return saved
}

/** Null where there is none of that number; throws where another one has the name. */
export async function updateBudget(
  db: Connection,
  accountId: number,
  budgetId: number,
  budget: NewBudget,
  at: Instant,
): Promise<BudgetRow | null> {
  const row = await db
    .updateTable('budget')
    .set({ ...columnsOf(budget), changed_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('budget_id', '=', budgetId)
    .returningAll()
    .executeTakeFirst()
  return row ? budgetOf(row) : null
}

export async function deleteBudget(db: Connection, accountId: number, budgetId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('budget')
    .where('account_id', '=', accountId)
    .where('budget_id', '=', budgetId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

const columnsOf = ({ name, currency, period, firstDay, lastDay, amounts, scope, note }: NewBudget) => ({
  name,
  currency,
  period,
  first_day: firstDay,
  last_day: lastDay,
  amounts: JSON.stringify(amounts.map(({ from, picos }) => ({ from, amount: formatPicos(picos) }))),
  scope: JSON.stringify(scope),
  note,
})

function budgetOf(row: Selectable<BudgetTable>): BudgetRow {
  const { name, currency, period, scope, note } = row
  return {
    budgetId: row.budget_id,
    name,
    currency,
    period,
    firstDay: row.first_day,
    lastDay: row.last_day,
    amounts: row.amounts.map(({ from, amount }) => ({ from, picos: parsePicos(amount) })),
    scope,
    note,
  }
}
