import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { print } from './talk.ts'

/** A report of planning: its CSV, or the API's own JSON. */
type Options = Readonly<Record<string, string | true | undefined>>

/**
 * `qm hibernation`: which machines should sleep when, what that saves, and whether they wake; what was avoided; sums; the
 * month with and without the schedules; what came of the plans; the backtest.
 */
export function hibernation(
  config: Config,
  { json, made, sums, month, realised, backtest, costCenter, ...asked }: Options,
): Promise<number> {
  const query = { ...asked, cost_center: costCenter }
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

function report(config: Config, path: string, query: Options): Promise<number> {
  const said = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return withApi(config, async (api) => {
    const text = await (await api.get(`${path}?${new URLSearchParams(said).toString()}`)).text()
    await print(text.endsWith('\n') ? text : `${text}\n`)
    return 0
  })
}
