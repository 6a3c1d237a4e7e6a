import type { Instant } from '../time.ts'

/** A value of a billing record as it was read at some time. */
export interface RecordReading {
  readonly seenAt: Instant
  readonly endsAt: Instant | null
  readonly minutes: number
  readonly perMinutePicos: bigint | null
  readonly totalPicos: bigint
  /** Lower case. */
  readonly status: string
}
