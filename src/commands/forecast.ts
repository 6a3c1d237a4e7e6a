import type { Config } from '../config.ts'
import { csvLine, numberCell, textCell } from '../server/export/csv.ts'
import type { ForecastDto } from '../server/dto/forecast.ts'
import { withApi } from './product.ts'
import { print } from './talk.ts'

export interface ForecastOptions {
  readonly from?: string
  readonly to?: string
  readonly group?: string
  readonly currency?: string
  readonly json?: true
}

/** `qm forecast`: what the API's forecast says, as CSV by day and group, or as the API's own JSON. */
export function forecast(config: Config, { json, ...query }: ForecastOptions): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/forecast?${new URLSearchParams(query).toString()}`)
    const text = await answer.text()
    await print(json ? `${text}\n` : forecastCsv(JSON.parse(text) as ForecastDto))
    return 0
  })
}

function forecastCsv({ group, rows }: ForecastDto): string {
  const keys = group.filter((key) => key !== 'currency')
  const lines = rows.map((row) =>
    csvLine([
      row.day,
      ...keys.map((key) => textCell(row[key] ?? null)),
      row.currency,
      numberCell(row.p10),
      numberCell(row.p50),
      numberCell(row.p90),
      numberCell(row.billedSoFar),
    ]),
  )
  return [csvLine(['day', ...keys, 'currency', 'p10', 'p50', 'p90', 'billed_so_far']), ...lines].join('')
}
