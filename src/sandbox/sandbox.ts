import type { Account } from './account.ts'
import type { Clock } from './clock.ts'
import type { TraceCounts } from './trace/trace-account.ts'

/** What every route works on. */
export interface Sandbox {
  account: Account
  clock: Clock
  seed: number
  /** The one key that is let in; null lets any key in. */
  apiKey: string | null
  /** What the replayed trace held; null for the demo account. */
  trace: (TraceCounts & { startsAt: number; endsAt: number }) | null
}
