import type { ChargeState } from '../rating/charge.ts'
import type { BillingRecord } from './billing-record.ts'

const TOLD = /^charged as (active|shutoff|hibernated|transitional|error|unknown)$/

/** The status of a record that is no bill of Barrack's but a day of a charges file: it says itself what it was charged as. */
export const toldStatus = (state: string): string => `charged as ${state}`

/** The state that such a record was charged in throughout; null of any other. 'charged as shutoff' gives 'shutoff'. */
export function toldState({ status }: Pick<BillingRecord, 'status'>): ChargeState | null {
  return (TOLD.exec(status)?.[1] ?? null) as ChargeState | null
}
