import {
  findRecordStates,
  touchRecords,
  writeRecords,
  type RecordToWrite,
  type Sight,
} from '../db/billing-record-repository.ts'
import { applyCharges, type RatingSubject } from '../charges/apply-charges.ts'
import { KnownFacts } from '../charges/known-facts.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import { subjectsOfChanged } from '../charges/rerate-resources.ts'
import { findCursor } from '../db/cursor-repository.ts'
import { upsertResources } from '../db/resource-repository.ts'
import type { Connection } from '../db/store.ts'
import type { BillingKind, Instant } from '../engine/index.ts'
import type { SourceName } from './ingest-report.ts'
import { reconcileRecords } from './reconcile/billing-records.ts'
import { resourcesOfRecords } from './reconcile/resources.ts'
import type { MonthSpan } from './source.ts'

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
 * bills tell of, and the charges of their days, all in one transaction. `keepNewer` leaves alone what was seen with
 * another value since.
 */
export async function applyRecords(
  tx: Connection,
  context: RatingContext,
  kind: BillingKind,
  read: readonly RecordToWrite[],
  { keepNewer, ...sight }: Sight & { keepNewer: boolean },
): Promise<AppliedRecords> {
  const { accountId } = context.account
  const { seenAt } = sight
  const known = await findRecordStates(tx, accountId, read.map(idOf))
  const rows = keepNewer ? read.filter((row) => (known.get(idOf(row))?.changedAt ?? 0) <= seenAt) : read
  const { inserted, updated, unchanged, settled } = reconcileRecords(known, rows, context.calendar, seenAt)
  await touchRecords(tx, accountId, settled, seenAt)
  if (inserted.length + updated.length > 0) {
    await applyResourcesAndCharges(tx, context, kind, { inserted, updated }, sight)
    await writeRecords(tx, accountId, { inserted, updated }, sight)
  }
  return { inserted: inserted.length, updated: updated.length, unchanged: unchanged + read.length - rows.length }
}

async function applyResourcesAndCharges(
  tx: Connection,
  context: RatingContext,
  kind: BillingKind,
  { inserted, updated }: { inserted: readonly RecordToWrite[]; updated: readonly RecordToWrite[] },
  { seenAt, knownAt }: Sight,
): Promise<void> {
  const { accountId } = context.account
  const facts = context.facts ?? new KnownFacts(accountId)
  const written = [...inserted, ...updated]
  const records = written.map(({ record }) => record)
  const known = await facts.resources(tx, [...new Set(records.map(({ resourceId }) => resourceId))])
  const list = await findCursor(tx, accountId, LIST[kind])
  const changes = resourcesOfRecords(known, records, seenAt, list?.readAt ?? null)
  const changed = changes.map(({ after }) => after)
  await upsertResources(tx, accountId, changed, knownAt)
  facts.put(changed)
  if (context.charges === 'later') return

  for (const resource of changed) known.set(resource.resourceId, resource)
  const isNew = new Set(inserted.map(idOf))
  const subjects = records.map((record): RatingSubject => ({
    record,
    resource: known.get(record.resourceId) ?? null,
    readAt: seenAt,
    isNew: isNew.has(record.recordId),
  }))
  const others = await subjectsOfChanged(tx, accountId, changes, new Set(written.map(idOf)))
  await applyCharges(tx, { ...context, facts }, [...subjects, ...others])
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
  ]
}
