import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { print } from './talk.ts'

/**
 * `qm hibernation`: which machines should sleep when, what that saves, and whether they wake; what was avoided; sums; the
 * month with and without the schedules; what came of the plans; the backtest.
 */
export function hibernation(
  config: Config,
  { json, made, sums, month, realised, backtest, ...query }: Options,
): Promise<number> {
  if (backtest) return report(config, '/api/v1/hibernation/backtest', query)
  if (realised) return report(config, json ? '/api/v1/hibernation/realised' : '/api/v1/exports/realised.csv', query)
  if (made) return report(config, json ? '/api/v1/hibernation/made' : '/api/v1/exports/hibernation-made.csv', query)
  if (json) return report(config, '/api/v1/hibernation', query)
  const file = sums ? 'hibernation-sums' : month ? 'hibernation-month' : 'hibernation'
  return report(config, `/api/v1/exports/${file}.csv`, query)
}

/** `qm schedules cron|sh|ics`: the approved schedules as a file, or the advised ones. */
export function schedules(config: Config, format: string, { advised, ...query }: Options): Promise<number> {
  const asked = advised ? { ...query, of: 'advice' } : query
  return report(config, `/api/v1/exports/schedules/${encodeURIComponent(format)}`, asked)
}

/** A report of planning: its CSV, or the API's own JSON. */
function report(config: Config, path: string, query: Options): Promise<number> {
  return withApi(config, async (api) => {
    const text = await (await api.get(`${path}?${parametersOf(query)}`)).text()
    await print(text.endsWith('\n') ? text : `${text}\n`)
    return 0
  })
}
