import type { Page } from '../../barrack/client.ts'
import type { InstanceBillingRow, SnapshotBillingRow, VolumeBillingRow } from '../../barrack/contract/index.ts'
import type { BillingKind } from '../../engine/index.ts'
import { applyRecords, monthsOfRecords } from '../apply-records.ts'
import { countsOf } from '../ingest-report.ts'
import {
  normalizeInstanceRecord,
  normalizeRecords,
  normalizeSnapshotRecord,
  normalizeVolumeRecord,
} from '../normalize/billing-record.ts'
import { quarantine } from '../set-aside.ts'
import type { Batch, Finish, IngestContext, Source } from '../source.ts'

export const instanceBilling: Source = {
  name: 'instance-billing',
  optional: false,
  read: (context) =>
    readBilling<InstanceBillingRow>(context, 'instance', normalizeInstanceRecord, (signal) =>
      context.client.pages('instance-billing', signal),
    ),
}

export const volumeBilling: Source = {
  name: 'volume-billing',
  optional: true,
  read: (context) =>
    readBilling<VolumeBillingRow>(context, 'volume', normalizeVolumeRecord, (signal) =>
      context.client.pages('volume-billing', signal),
    ),
}

export const snapshotBilling: Source = {
  name: 'snapshot-billing',
  optional: true,
  read: (context) =>
    readBilling<SnapshotBillingRow>(context, 'snapshot', normalizeSnapshotRecord, (signal) =>
      context.client.pages('snapshot-billing', signal),
    ),
}

async function* readBilling<Row extends InstanceBillingRow | VolumeBillingRow | SnapshotBillingRow>(
  context: IngestContext,
  kind: BillingKind,
  normalize: Parameters<typeof normalizeRecords<Row>>[1],
  pages: (signal: AbortSignal | undefined) => AsyncIterable<Page<Row>>,
): AsyncGenerator<Batch, Finish | undefined> {
  for await (const page of pages(context.signal)) {
    const readAt = context.clock()
    const { records, refused } = normalizeRecords(page.rows, normalize, page.envelope, readAt)
    const setAside = [...page.refused, ...refused]
    yield {
      total: page.total,
      months: monthsOfRecords(context, records, readAt),
      async apply(tx) {
        const counts = await applyRecords(tx, context, kind, records, readAt)
        return countsOf({
          ...counts,
          quarantined: await quarantine(tx, context.account.accountId, `${kind}-billing`, setAside, readAt),
        })
      },
    }
  }
  return undefined
}
