import type { Decimal, Timestamp } from './column.ts'

/** `busy` is the mean use of a machine's GPUs in that hour, from 0 to 1. */
export interface UtilisationHourTable {
  account_id: number
  resource_id: string
  hour: Timestamp
  busy: Decimal
}
