import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { printFile } from './print-file.ts'

export interface ForecastOptions {
  readonly from?: string
  readonly to?: string
  readonly horizon?: string
  readonly step?: string
  readonly group?: string
  readonly currency?: string
  readonly region?: string
  readonly project?: string
  readonly owner?: string
  readonly costCenter?: string
  readonly json?: true
  readonly asOf?: string
}

/** `qm forecast` and `qm export forecast`: the API's forecast, as the very bytes of its CSV or as its own JSON. */
export function forecast(config: Config, { json, costCenter, ...asked }: ForecastOptions): Promise<number> {
  const query = costCenter === undefined ? asked : { ...asked, cost_center: costCenter }
  const parameters = new URLSearchParams(query).toString()
  return withApi(config, (api) => printFile(api, `/api/v1/${json ? 'forecast' : 'exports/forecast.csv'}?${parameters}`))
}
