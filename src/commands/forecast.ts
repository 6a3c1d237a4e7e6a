import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { printFile } from './print-file.ts'
import { parametersOf, type Options } from './query.ts'

/** `qm forecast` and `qm export forecast`: the API's forecast, as the very bytes of its CSV or as its own JSON. */
export function forecast(config: Config, { json, ...asked }: Options): Promise<number> {
  const parameters = parametersOf(asked)
  return withApi(config, (api) => printFile(api, `/api/v1/${json ? 'forecast' : 'exports/forecast.csv'}?${parameters}`))
}
