import type { Config } from '../config.ts'
import type { ShownSpendDto } from '../server/dto/fx.ts'
import type { ReconciliationDto } from '../server/dto/reconciliation.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { say } from './talk.ts'

/** `qm export charges`: the very bytes of the API's CSV, streamed to stdout. */
export const exportCharges = (config: Config, options: Options): Promise<number> =>
  exportCsv(config, `/api/v1/exports/charges.csv?${parametersOf(options)}`)

/** `qm export focus`: the same for the columns of FOCUS, by UTC days. */
export const exportFocus = (config: Config, options: Options): Promise<number> =>
  exportCsv(config, `/api/v1/exports/focus.csv?${parametersOf(options)}`)

/** `qm export reconciliation`: bills against the price list; how much could be checked is said beside the data. */
export function exportReconciliation(
  config: Config,
  { with: columns, ...asked }: Readonly<Record<string, string>>,
): Promise<number> {
  return withApi(config, async (api) => {
    const { wallets } = (await (
      await api.get(`/api/v1/reconciliation?${parametersOf(asked)}`)
    ).json()) as ReconciliationDto
    for (const { sentence } of wallets) say(sentence)
    return printFile(api, `/api/v1/exports/reconciliation.csv?${parametersOf({ ...asked, with: columns })}`)
  })
}

export interface ProofOptions extends Options {
  readonly resource: string
  readonly json?: true
}

/** `qm export proof`: each minute range of a resource with state and price; as JSON with the source records. */
export function exportProof(
  config: Config,
  { resource, json, with: columns, ...period }: ProofOptions,
): Promise<number> {
  return withApi(config, (api) =>
    json
      ? printFile(api, `/api/v1/proof/${encodeURIComponent(resource)}?${parametersOf(period)}`)
      : printFile(api, `/api/v1/exports/proof.csv?${parametersOf({ resource, with: columns, ...period })}`),
  )
}

/** `qm export spend`: wallets as they are or converted; days without a rate are named, and it fails. */
export function exportSpend(config: Config, query: Readonly<Record<string, string>>): Promise<number> {
  const asked = parametersOf(query)
  return withApi(config, async (api) => {
    const { missing } = (await (await api.get(`/api/v1/fx/spend?${asked}`)).json()) as ShownSpendDto
    await printFile(api, `/api/v1/exports/shown-spend.csv?${asked}`)
    for (const { day, currency, last } of missing)
      say(`No rate of ${currency} for ${day}${last === null ? '' : `; the last one published is of ${last}`}.`)
    if (missing.length > 0) say("Take the ECB's history by `qm import fx`, or choose another mode.")
    return missing.length > 0 ? 1 : 0
  })
}

/** `qm export prices`, `gpu-prices`, `gpu-use` and `parity`: what the page of prices downloads. */
export function exportPriceReport(
  config: Config,
  name: 'prices' | 'gpu-prices' | 'gpu-use' | 'parity',
  query: Readonly<Record<string, string>>,
): Promise<number> {
  return exportCsv(config, `/api/v1/exports/${name}.csv?${parametersOf(query)}`)
}

function exportCsv(config: Config, path: string): Promise<number> {
  return withApi(config, (api) => printFile(api, path))
}
