import type { AppContext } from '../context.ts'
import { statementCsv } from '../export/statement-csv.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { statement, type StatementQuery } from './statement.ts'

/** The statement as a file. */
export async function statementFile(context: AppContext, query: StatementQuery): Promise<ReportFile> {
  const made = await statement(context, query)
  return reportFile(context, query, `statement-${made.from}-${made.to}.csv`, statementCsv(made))
}
