import type { Decimal, NullableTimestamp, Timestamp, WithDefault } from './column.ts'

/** `busy` is the mean use of a machine's GPUs in that hour, from 0 to 1. */
export interface UtilisationHourTable {
  account_id: number
  resource_id: string
  hour: Timestamp
  busy: Decimal
  /** Samples behind the mean. */
  samples: WithDefault<number>
  /** The last sample, where samples were pushed one by one. */
  last_at: NullableTimestamp
  last_busy: Decimal | null
}
