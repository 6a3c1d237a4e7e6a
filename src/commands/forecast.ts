import type { Config } from '../config.ts'
import type { ForecastDto } from '../server/dto/forecast.ts'
import type { Api } from './api.ts'
import { withApi } from './product.ts'
import { printFile } from './print-file.ts'
import { parametersOf, type Options } from './query.ts'
import { say } from './talk.ts'

/**
 * `qm forecast` and `qm export forecast`: the API's forecast, as the very bytes of its CSV or as its own JSON. Months for which
 * somebody gave an own figure are told beside the CSV, which has no place for them.
 */
export function forecast(config: Config, { json, ...asked }: Options): Promise<number> {
  return withApi(config, async (api) => {
    if (json) return printFile(api, `/api/v1/forecast?${parametersOf(asked)}`)
    const code = await printFile(api, `/api/v1/exports/forecast.csv?${parametersOf(asked)}`)
    const { group: _, ...whole } = asked
    await tellOverrides(api, `/api/v1/forecast?${parametersOf({ ...whole, step: 'month' })}`)
    return code
  })
}

async function tellOverrides(api: Api, path: string): Promise<void> {
  const { overrides } = (await (await api.get(path)).json()) as ForecastDto
  for (const { month, who, currency, amount, reason, by } of overrides)
    say(
      `Own figure for ${month.slice(0, 7)}, ${who}: ${amount} ${currency}, by ${by}, because: ${reason}. The forecast is not changed by it.`,
    )
}
