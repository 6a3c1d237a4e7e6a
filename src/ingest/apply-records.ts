import {
  findRecords,
  findRecordStates,
  touchRecords,
  writeRecords,
  type RecordToWrite,
} from '../db/billing-record-repository.ts'
import { findCursor } from '../db/cursor-repository.ts'
import { findResources, upsertResources } from '../db/resource-repository.ts'
import type { Connection } from '../db/store.ts'
import type { BillingKind, Instant } from '../engine/index.ts'
import { applyCharges } from './apply-charges.ts'
import { rerated } from './apply-resources.ts'
import type { SourceName } from './ingest-report.ts'
import { reconcileRecords } from './reconcile/billing-records.ts'
import type { ChargeChange } from './reconcile/charges.ts'
import { resourcesOfRecords } from './reconcile/resources.ts'
import type { MonthSpan, RatingContext } from './source.ts'

/** The list that a kind of resource stands in. */
const LIST = { instance: 'instances', volume: 'volumes', snapshot: 'snapshots' } satisfies Record<
  BillingKind,
  SourceName
>

const MINUTE_MS = 60_000

/** What came of one answer: rows that were new, that changed and that stand. */
export interface AppliedRecords {
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
}

/**
 * Takes billing records as they were read at a moment: the latest value and its history, the resources that only their
 * bills tell of, and the charges of days and hours, all in one transaction. `keepNewer` leaves alone what was seen with
 * another value since.
 */
export async function applyRecords(
  tx: Connection,
  context: RatingContext,
  kind: BillingKind,
  read: readonly RecordToWrite[],
  { readAt, keepNewer }: { readAt: Instant; keepNewer: boolean },
): Promise<AppliedRecords> {
  const { accountId } = context.account
  const known = await findRecordStates(
    tx,
    accountId,
    read.map(({ record }) => record.recordId),
  )
  const rows = keepNewer ? read.filter(({ record }) => (known.get(record.recordId)?.changedAt ?? 0) <= readAt) : read
  const { inserted, updated, unchanged, settled } = reconcileRecords(known, rows, context.calendar, readAt)
  await touchRecords(tx, accountId, settled, readAt)
  const written = [...inserted, ...updated]
  if (written.length > 0) {
    await applyResourcesAndCharges(tx, context, kind, { written, updated, readAt })
    await writeRecords(tx, accountId, written, readAt)
  }
  return { inserted: inserted.length, updated: updated.length, unchanged: unchanged + read.length - rows.length }
}

async function applyResourcesAndCharges(
  tx: Connection,
  context: RatingContext,
  kind: BillingKind,
  { written, updated, readAt }: { written: RecordToWrite[]; updated: RecordToWrite[]; readAt: Instant },
): Promise<void> {
  const { accountId } = context.account
  const records = written.map(({ record }) => record)
  const isRated = context.charges === 'now'
  const before = isRated && updated.length > 0 ? await findRecords(tx, accountId, { ids: updated.map(idOf) }) : []
  const ids = [...new Set([...records, ...before].map(({ resourceId }) => resourceId))]
  const known = new Map((await findResources(tx, accountId, { ids })).map((row) => [row.resourceId, row]))
  const list = await findCursor(tx, accountId, LIST[kind])
  const changes = resourcesOfRecords(known, records, readAt, list?.readAt ?? null)
  await upsertResources(
    tx,
    accountId,
    changes.map(({ after }) => after),
  )
  if (!isRated) return

  const after = new Map(known)
  for (const change of changes) after.set(change.after.resourceId, change.after)
  const previous = new Map(before.map((record) => [record.recordId, record]))
  const rated = records.map((record): ChargeChange => {
    const old = previous.get(record.recordId)
    return {
      before: old ? { record: old, resource: known.get(old.resourceId) ?? null, readAt: old.changedAt } : null,
      after: { record, resource: after.get(record.resourceId) ?? null, readAt },
      isNew: old === undefined,
    }
  })
  const others = await rerated(tx, accountId, changes, new Set(written.map(idOf)))
  await applyCharges(tx, context, [...rated, ...others])
}

function idOf({ record }: RecordToWrite): string {
  return record.recordId
}

/** The months that some records and their charges lie in. */
export function monthsOfRecords(
  { calendar }: Pick<RatingContext, 'calendar'>,
  rows: readonly RecordToWrite[],
  readAt: Instant,
): MonthSpan[] {
  if (rows.length === 0) return []
  let from = Infinity
  let to = -Infinity
  for (const { record } of rows) {
    from = Math.min(from, record.startsAt)
    to = Math.max(to, record.startsAt + record.minutes * MINUTE_MS)
  }
  return [
    { table: 'billing_record_version', from: readAt, to: readAt },
    { table: 'charge_day', from: calendar.dayOf(from), to: calendar.dayOf(to) },
    { table: 'charge_hour', from, to },
  ]
}
