import type { JsonWithDefault, Timestamp } from './column.ts'

export interface AccountConnectionTable {
  account_id: number
  /** Null: the address of the settings. */
  base_url: string | null
  auth_header: string | null
  auth_scheme: string | null
  /** What differs from the contract, by endpoint name. */
  endpoints: JsonWithDefault
  sealed_key: string | null
  /** The environment variable that holds the key, where it is not kept here. */
  key_variable: string | null
  changed_at: Timestamp
}
