import type { AppContext } from '../context.ts'
import { budgetsCsv } from '../export/budgets-csv.ts'
import { fundsCsv } from '../export/funds-csv.ts'
import { listBudgets } from './budgets.ts'
import { listFunds } from './funds.ts'
import { reportFile, type ReportFile } from './report-file.ts'

interface Query {
  readonly account?: string | undefined
}

export async function budgetsFile(
  context: AppContext,
  query: Query & { on?: string | undefined },
): Promise<ReportFile> {
  return reportFile(context, query, 'budgets.csv', budgetsCsv((await listBudgets(context, query)).rows))
}

export async function fundsFile(context: AppContext, query: Query): Promise<ReportFile> {
  return reportFile(context, query, 'funds.csv', fundsCsv((await listFunds(context, query)).rows))
}
