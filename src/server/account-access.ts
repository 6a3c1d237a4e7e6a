import type { Account } from '../db/account-repository.ts'
import type { StoredConnection } from '../db/connection-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'

/** How an account is reached, as it is shown: without the key. */
export interface ShownAddress {
  readonly baseUrl: string
  readonly auth: { readonly header: string; readonly scheme: string }
  readonly endpoints: JsonObject
  /** Both of them as one: what of its API differs from the contract. */
  readonly map: JsonObject
  /** Whether a part of the map comes from the settings, which go before what is saved. */
  readonly fromFile: boolean
  /** Whether its address and key stand in the settings of the process. */
  readonly ofSettings: boolean
}

/**
 * What the server needs to know of keys and addresses, though it asks no account itself. Given by the process that wires
 * the house together.
 */
export interface AccountAccess {
  /** Whether keys can be kept in the store: QM_SECRET is set. */
  readonly canSeal: boolean
  /** The address of an account for which none is named. */
  readonly defaultUrl: string
  /** The contract's paths by endpoint. */
  readonly paths: Readonly<Record<string, string>>
  /** The zone of an account for which none is named. */
  readonly defaultZone: string
  /** A key in the form that the store keeps. */
  seal(account: Pick<Account, 'slug'>, baseUrl: string, key: string): Promise<string>
  /** Why an account cannot be read; null where its key is at hand. */
  keyProblem(account: Account, connection: StoredConnection | null): Promise<string | null>
  address(connection: StoredConnection | null): ShownAddress
  /** What a map says. @throws RangeError that says what is wrong with it. */
  readMap(map: JsonObject): { readonly auth: ShownAddress['auth'] | null; readonly endpoints: JsonObject }
  /** To be told when accounts came or went. */
  changed(): Promise<void>
}
