import type { AppContext } from '../context.ts'
import { anomaliesCsv } from '../export/anomalies-csv.ts'
import { anomalies } from './anomalies.ts'
import { reportFile, type ReportFile } from './report-file.ts'
import { whoseColumns, type WhoseQuery } from './whose.ts'

/** Unexpected spend as CSV, with columns of whose its resources are today where they are asked for. */
export async function anomaliesFile(
  context: AppContext,
  query: Parameters<typeof anomalies>[1] & WhoseQuery,
): Promise<ReportFile> {
  const found = await anomalies(context, query)
  const { more, of } = await whoseColumns(context, query)
  return reportFile(context, query, 'anomalies.csv', anomaliesCsv(found, more, of))
}
