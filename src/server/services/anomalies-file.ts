import type { Dimension } from '../../engine/index.ts'
import { partiesOf } from '../alerts/parties.ts'
import type { AppContext } from '../context.ts'
import { anomaliesCsv } from '../export/anomalies-csv.ts'
import { splitList } from '../parameters.ts'
import { accountOf } from './account.ts'
import { anomalies } from './anomalies.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** Unexpected spend as CSV, with columns of whose its resources are today where they are asked for. */
export async function anomaliesFile(
  context: AppContext,
  { with: columns, ...query }: Parameters<typeof anomalies>[1] & { readonly with?: string | undefined },
): Promise<ReportFile> {
  const found = await anomalies(context, query)
  const parties = await partiesOf(context.store, await accountOf(context, query.account), context.clock())
  const csv = anomaliesCsv(found, splitList(columns) as Dimension[], (ids) => parties.valuesOf(ids))
  return reportFile(context, query, 'anomalies.csv', csv)
}
