import type { AppContext } from '../context.ts'
import { forecastCsv } from '../export/forecast-csv.ts'
import { accountOf, zonedName } from './account.ts'
import { forecast, type ForecastQuery } from './forecast.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** A forecast as the file 'lab-forecast-2026-11-01-to-2026-12-01-europe-oslo.csv'. */
export async function forecastFile(context: AppContext, query: ForecastQuery): Promise<ReportFile> {
  const answer = await forecast(context, query)
  const name = zonedName(await accountOf(context, query.account), `forecast-${answer.from}-to-${answer.to}.csv`)
  return reportFile(context, query, name, forecastCsv(answer))
}
