import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { print } from './talk.ts'

/** `qm export charges`: the very bytes of the API's CSV, streamed to stdout. */
export function exportCharges(config: Config, { from, to }: { from: string; to: string }): Promise<number> {
  return exportCsv(config, `/api/v1/exports/charges.csv?${new URLSearchParams({ from, to }).toString()}`)
}

function exportCsv(config: Config, path: string): Promise<number> {
  return withApi(config, async (api) => {
    const { body } = await api.get(path)
    if (body) for await (const chunk of body as ReadableStream<Uint8Array>) await print(chunk)
    return 0
  })
}
