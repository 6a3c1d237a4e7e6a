import type { BillingKind } from '../../engine/index.ts'
import { BILLING_SOURCES } from '../billing-batch.ts'
import { readBills } from '../read-bills.ts'
import type { Source } from '../source.ts'

export const instanceBilling = billing('instance', false)
export const volumeBilling = billing('volume', true)
export const snapshotBilling = billing('snapshot', true)

function billing(kind: BillingKind, optional: boolean): Source {
  return { name: BILLING_SOURCES[kind], optional, read: (context) => readBills(context, kind) }
}
