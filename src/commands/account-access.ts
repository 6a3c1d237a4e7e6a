import { z } from 'zod'
import { apiMapOf, endpointMap, parseApiMap } from '../barrack/endpoint-map.ts'
import type { Config } from '../config.ts'
import type { Store } from '../db/store.ts'
import type { AccountAccess } from '../server/account-access.ts'
import { apiAddress, isUsual } from './connection.ts'
import { KeyError, type KeyRing } from './key-ring.ts'
import { isOfSettings, noteAccounts } from './which-store.ts'

interface House {
  readonly config: Config
  readonly keys: KeyRing
  readonly store: Store
  readonly demo: boolean
}

/** What the server is told of keys and addresses: it may seal a key and never open one. */
export function accountAccess({ config, keys, store, demo }: House): AccountAccess {
  return {
    canSeal: keys.canSeal,
    defaultUrl: config.barrack.url,
    defaultZone: config.zone,
    paths: Object.fromEntries(Object.entries(endpointMap()).map(([name, { path }]) => [name, path])),
    seal: (account, baseUrl, key) => keys.seal(account, baseUrl, key),
    keyProblem: (account, connection) =>
      keys.keyOf(account, connection).then(
        () => null,
        (error: unknown) => {
          if (error instanceof KeyError) return error.message
          throw error
        },
      ),
    address(connection) {
      const { baseUrl, auth, endpoints } = apiAddress(config, connection)
      const { barrack } = config
      const isSaid = barrack.auth !== null || Object.keys(barrack.endpoints).length > 0
      return {
        baseUrl,
        auth,
        endpoints,
        map: apiMapOf({ auth: isUsual(auth) ? null : auth, endpoints }),
        fromFile: connection?.baseUrl == null && isSaid,
        ofSettings: isOfSettings(connection ?? undefined),
      }
    },
    readMap(map) {
      try {
        return parseApiMap(map)
      } catch (error) {
        throw error instanceof z.ZodError ? new RangeError(z.prettifyError(error), { cause: error }) : error
      }
    },
    changed: () => noteAccounts(store, config, demo),
  }
}
