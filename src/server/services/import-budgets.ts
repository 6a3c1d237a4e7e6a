import { z } from 'zod'
import { saveBudgets } from '../../db/budget-repository.ts'
import { saveFunds } from '../../db/fund-repository.ts'
import { BUDGET_SCOPE_KEYS } from '../../engine/budget/index.ts'
import { calendarOf } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { budgetBody, fundBody, type BudgetBody, type FundBody, type ImportedDto } from '../dto/budgets.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { budgetOf } from './budgets.ts'
import { readTable, type CsvLine } from './csv-table.ts'
import { fundOf } from './funds.ts'
import { requireWallets } from './known-wallet.ts'

interface Query {
  readonly account?: string | undefined
}

/**
 * Takes a CSV `name,currency,amount` and, where they are said, period, first_day, last_day, amount_from, the columns of
 * the scope and note. Lines of one name are amounts of one budget. A budget of the same name is written anew. Throws a
 * problem with every line that is wrong; then nothing is taken.
 */
export async function importBudgets(context: AppContext, { csv }: { csv: string }, query: Query): Promise<ImportedDto> {
  const account = await accountOf(context, query.account)
  const now = context.clock()
  const firstOfMonth = calendarOf(account.zone).monthOf(now).from
  const lines = readTable(csv, ['name', 'currency', 'amount'], (line) => budgetLine(line, firstOfMonth))
  const budgets = [...Map.groupBy(lines, ({ name }) => name).values()].map(joined)
  await requireWallets(context, account.accountId, budgets)
  await context.store.db.transaction().execute((tx) => saveBudgets(tx, account.accountId, budgets.map(budgetOf), now))
  return { taken: budgets.length }
}

/** Takes a CSV `name,currency,amount,first_day,last_day` and, where they are said, projects, owners, cost_centers (by semicolons) and note. */
export async function importFunds(context: AppContext, { csv }: { csv: string }, query: Query): Promise<ImportedDto> {
  const account = await accountOf(context, query.account)
  const funds = readTable(csv, ['name', 'currency', 'amount', 'first_day', 'last_day'], fundLine)
  await requireWallets(context, account.accountId, funds)
  await context.store.db
    .transaction()
    .execute((tx) => saveFunds(tx, account.accountId, funds.map(fundOf), context.clock()))
  return { taken: funds.length }
}

function budgetLine({ cell }: CsvLine, firstOfMonth: string): BudgetBody {
  const firstDay = cell('first_day') || cell('amount_from') || firstOfMonth
  const scope = BUDGET_SCOPE_KEYS.map((key) => [key, cell(key)] as const).filter(([, value]) => value !== '')
  return checked(budgetBody, {
    name: cell('name'),
    currency: cell('currency').toUpperCase(),
    ...(cell('period') !== '' && { period: cell('period') }),
    firstDay,
    lastDay: cell('last_day') || null,
    amounts: [{ from: cell('amount_from') || firstDay, amount: cell('amount') }],
    scope: Object.fromEntries(scope),
    note: cell('note') || null,
  })
}

function fundLine({ cell }: CsvLine): FundBody {
  const names = (column: string) =>
    cell(column)
      .split(';')
      .map((name) => name.trim())
      .filter(Boolean)
  return checked(fundBody, {
    name: cell('name'),
    currency: cell('currency').toUpperCase(),
    amount: cell('amount'),
    firstDay: cell('first_day'),
    lastDay: cell('last_day'),
    projects: names('projects'),
    owners: names('owners'),
    costCenters: names('cost_centers'),
    note: cell('note') || null,
  })
}

/** The lines of one name say the same of it but for their amounts. */
function joined(lines: readonly BudgetBody[]): BudgetBody {
  const [first] = lines as [BudgetBody]
  const { amounts: _, ...said } = first
  for (const { amounts: __, ...other } of lines) {
    if (JSON.stringify(other) === JSON.stringify(said)) continue
    throw new ProblemException('invalid-request', `the lines of the budget ${first.name} say different things of it`)
  }
  return checkedBudget({ ...first, amounts: lines.flatMap(({ amounts }) => amounts) })
}

function checkedBudget(body: BudgetBody): BudgetBody {
  const result = budgetBody.safeParse(body)
  if (result.success) return result.data
  throw new ProblemException('invalid-request', `${body.name}: ${z.prettifyError(result.error)}`)
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new RangeError(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}
