import type { AppContext } from '../context.ts'
import { reconciliationCsv } from '../export/reconciliation-csv.ts'
import { fileNameOf, zonedName } from './account.ts'
import type { ReportFile } from './report-file.ts'
import { load, nameOf, type ReconciliationQuery } from './reconciliation.ts'

/** The comparison of a period by day and record, as a file. */
export async function reconciliationFile(context: AppContext, query: ReconciliationQuery): Promise<ReportFile> {
  const { reconciled, parts } = await load(context, query)
  const { account } = reconciled
  return {
    fileName: fileNameOf(context, account, zonedName(account, `reconciliation-${query.from}-${query.to}.csv`)),
    mediaType: 'text/csv; charset=utf-8',
    body: reconciliationCsv(parts.map((part) => ({ part, account: account.slug, name: nameOf(reconciled, part) }))),
  }
}
