import type { Config } from '../config.ts'
import { withApi } from './product.ts'
import { say } from './talk.ts'

/** `qm migrate`: opening the store brings it to this version; a running server has done so when it started. */
export function migrate(config: Config): Promise<number> {
  return withApi(config, async (api, product) => {
    if (product) {
      say(`The store (${product.store.kind}) is at this version.`)
      return 0
    }
    const { version } = (await (await api.get('/api/v1/health')).json()) as { version: string }
    say(`The running server (version ${version}) brought the store to its version when it started.`)
    return 0
  })
}
