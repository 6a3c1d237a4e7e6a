import type { AppContext } from '../context.ts'
import { budgetsCsv } from '../export/budgets-csv.ts'
import { fundsCsv } from '../export/funds-csv.ts'
import { listBudgets, type BudgetsQuery } from './budgets.ts'
import { listFunds, type FundsQuery } from './funds.ts'
import { reportFile, type ReportFile } from './report-file.ts'

export async function budgetsFile(context: AppContext, query: BudgetsQuery): Promise<ReportFile> {
  return reportFile(context, query, 'budgets.csv', budgetsCsv((await listBudgets(context, query)).rows))
}

export async function fundsFile(context: AppContext, query: FundsQuery): Promise<ReportFile> {
  return reportFile(context, query, 'funds.csv', fundsCsv((await listFunds(context, query)).rows))
}
