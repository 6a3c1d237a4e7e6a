import type { AppContext } from '../context.ts'
import { reconciliationCsv } from '../export/reconciliation-csv.ts'
import { fileNameOf, zonedName } from './account.ts'
import type { ReportFile } from './report-file.ts'
import type { Dimension } from '../../engine/index.ts'
import { splitList } from '../parameters.ts'
import { loadReconciliation, nameOf, type ReconciliationQuery } from './reconciliation.ts'

/** The comparison of a period by day and record, as a file. */
export async function reconciliationFile(
  context: AppContext,
  query: ReconciliationQuery & { with?: string | undefined },
): Promise<ReportFile> {
  const more = splitList(query.with) as Dimension[]
  const { reconciled, parts, dealt } = await loadReconciliation(context, query)
  const { account } = reconciled
  return {
    fileName: fileNameOf(context, account, zonedName(account, `reconciliation-${query.from}-${query.to}.csv`)),
    mediaType: 'text/csv; charset=utf-8',
    body: reconciliationCsv(
      (more.length > 0 ? dealt : parts).map((part) => ({
        part,
        account: account.slug,
        name: nameOf(reconciled, part),
      })),
      more,
    ),
  }
}
