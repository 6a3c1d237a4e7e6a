import type { Config } from '../config.ts'
import type { Store } from '../db/store.ts'
import type { KeyRing } from './key-ring.ts'

/** What most of the work of one process needs. */
export interface Rooms {
  readonly config: Config
  readonly clock: () => number
  readonly store: Store
  readonly keys: KeyRing
}
