import type { Page } from '../../barrack/client.ts'
import type { BillingKind } from '../../engine/index.ts'
import { billingBatch, BILLING_SOURCES, type BillingSource } from '../billing-batch.ts'
import type { AnyBillingRow } from '../normalize/billing-record.ts'
import type { Batch, Finish, IngestContext, Source } from '../source.ts'

export const instanceBilling = billing('instance', false)
export const volumeBilling = billing('volume', true)
export const snapshotBilling = billing('snapshot', true)

function billing(kind: BillingKind, optional: boolean): Source {
  const name = BILLING_SOURCES[kind]
  return { name, optional, read: (context) => readBilling(context, name, context.client.pages(name, context.signal)) }
}

async function* readBilling(
  context: IngestContext,
  name: BillingSource,
  pages: AsyncIterable<Page<AnyBillingRow>>,
): AsyncGenerator<Batch, Finish | undefined> {
  for await (const page of pages) yield { ...billingBatch(context, name, page, context.clock()), total: page.total }
  return undefined
}
