import type { Account } from '../../db/account-repository.ts'
import { dataVersion } from '../../db/data-version-repository.ts'
import type { Store } from '../../db/store.ts'

interface Kept {
  readonly version: string
  readonly value: unknown
}

interface Reading {
  readonly version: string
  readonly value: Promise<unknown>
}

const kept = new WeakMap<object, Map<string, Kept>>()
const readings = new WeakMap<object, Map<string, Reading>>()

/**
 * What was read last under a name, for as long as the account's data stand; while an ingest is under way it is read each
 * time. Who asks while it is being read waits for that reading: sixteen who come after an ingest need one, not sixteen.
 * `reaches` tells whether the kept one will do for this question. Each name holds one value. `by` is what it is kept with,
 * where that lives longer than the store.
 */
export async function keep<Value>(
  store: Store,
  { accountId, zone }: Account,
  name: string,
  read: () => Promise<Value>,
  reaches: (value: Value) => boolean = () => true,
  by: object = store,
): Promise<Value> {
  const data = await versionOf(store, accountId)
  const key = `${accountId} ${name}`
  const version = `${zone} ${data ?? 'is being read'}`
  const values = keptBy(kept, by)
  const known = values.get(key)
  if (known?.version === version && reaches(known.value as Value)) return known.value as Value

  const underWay = keptBy(readings, by)
  const other = underWay.get(key)
  if (other?.version === version) {
    const value = (await other.value) as Value
    if (reaches(value)) return value
  }
  const reading = { version, value: read() }
  underWay.set(key, reading)
  try {
    const value = await reading.value
    if (data !== null) values.set(key, { version, value })
    return value
  } finally {
    if (underWay.get(key) === reading) underWay.delete(key)
  }
}

const versions = new WeakMap<object, Map<number, Promise<string | null>>>()

/** Read once for all who ask in one turn: what a page is made of is asked for at once. */
function versionOf(store: Store, accountId: number): Promise<string | null> {
  const asked = keptBy(versions, store)
  const known = asked.get(accountId)
  if (known) return known
  const reading = dataVersion(store.db, accountId)
  asked.set(accountId, reading)
  queueMicrotask(() => asked.delete(accountId))
  return reading
}

function keptBy<Key, T>(maps: WeakMap<object, Map<Key, T>>, by: object): Map<Key, T> {
  const map = maps.get(by) ?? new Map<Key, T>()
  maps.set(by, map)
  return map
}
