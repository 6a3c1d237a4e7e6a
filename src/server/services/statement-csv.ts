import { text } from 'node:stream/consumers'
import type { AppContext } from '../context.ts'
import { statementCsv } from '../export/statement-csv.ts'
import { zonedName } from './account.ts'
import { closedFile } from './closed-file.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { statement, statementPeriod, type StatementQuery } from './statement.ts'

/** The statement as a file; of a closed month by day, where it is asked for, the one that is kept. */
export async function statementFile(
  context: AppContext,
  { closed = false, ...query }: StatementQuery & { readonly closed?: boolean | undefined },
): Promise<ReportFile<string>> {
  const { account } = await requireFirstIngest(context, query.account)
  if (closed) {
    const period = statementPeriod(context, account, query)
    const body = await text(await closedFile(context, account, period, 'statement.csv'))
    return reportFile(context, query, zonedName(account, `statement-${period.from}-${period.to}-closed.csv`), body)
  }
  const made = await statement(context, query)
  return reportFile(context, query, zonedName(account, `statement-${made.from}-${made.to}.csv`), statementCsv(made))
}
