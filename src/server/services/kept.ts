import type { Account } from '../../db/account-repository.ts'
import { dataVersion } from '../../db/data-version-repository.ts'
import type { Store } from '../../db/store.ts'

interface Kept {
  readonly version: string
  readonly value: unknown
}

const kept = new WeakMap<Store, Map<string, Kept>>()

/**
 * What was read last under a name, for as long as the account's data stand; while an ingest is under way it is read each
 * time. `reaches` tells whether the kept one will do for this question. Each name holds one value.
 */
export async function keep<Value>(
  store: Store,
  { accountId, zone }: Account,
  name: string,
  read: () => Promise<Value>,
  reaches: (value: Value) => boolean = () => true,
): Promise<Value> {
  const data = await dataVersion(store.db, accountId)
  if (data === null) return read()
  const values = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, values)
  const key = `${accountId} ${name}`
  const version = `${zone} ${data}`
  const known = values.get(key)
  if (known?.version === version && reaches(known.value as Value)) return known.value as Value
  const value = await read()
  values.set(key, { version, value })
  return value
}
