import { BUDGET_SCOPE_KEYS } from '../../engine/budget/index.ts'
import type { BudgetDto } from '../dto/budgets.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

/** What a budget is, as the import takes it. */
export const BUDGET_COLUMNS = [
  'name',
  'currency',
  'period',
  'first_day',
  'last_day',
  'amount_from',
  'amount',
  ...BUDGET_SCOPE_KEYS,
  'note',
] as const
const STATE_COLUMNS = ['from', 'to', 'planned_in_all', 'billed', 'planned_by_now', 'p10', 'p50', 'p90', 'state']

/** Budgets as CSV, a line for each amount; the columns after `note` say how it stands. The import takes the file again. */
export function budgetsCsv(rows: readonly BudgetDto[]): string {
  const lines = rows.flatMap(({ amounts, now, ...budget }) =>
    amounts.map(({ from, amount }) =>
      csvLine([
        textCell(budget.name),
        budget.currency,
        budget.period,
        budget.firstDay,
        budget.lastDay ?? '',
        from,
        amount,
        ...BUDGET_SCOPE_KEYS.map((key) => textCell(budget.scope[key] ?? null)),
        textCell(budget.note),
        now.from,
        now.to,
        ...[now.amount, now.actual, now.planned, now.p10, now.p50, now.p90].map(numberCell),
        now.state,
      ]),
    ),
  )
  return csvLine([...BUDGET_COLUMNS, ...STATE_COLUMNS]) + lines.join('')
}
