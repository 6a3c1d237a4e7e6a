import type { RecordState, RecordToWrite } from '../../db/billing-record-repository.ts'
import type { Calendar, Instant } from '../../engine/index.ts'

export interface RecordChanges {
  readonly inserted: RecordToWrite[]
  readonly updated: RecordToWrite[]
  readonly unchanged: number
  /** Unchanged ones that were read for the first time after the day of their end was over: that settles the day. */
  readonly settled: string[]
}

/** Compares what was read with what each record was last seen with; the latest value wins, also one that went back. */
export function reconcileRecords(
  known: ReadonlyMap<string, RecordState>,
  read: readonly RecordToWrite[],
  calendar: Calendar,
  readAt: Instant,
): RecordChanges {
  const changes = { inserted: [] as RecordToWrite[], updated: [] as RecordToWrite[], settled: [] as string[] }
  let unchanged = 0
  for (const row of onePerId(read)) {
    const before = known.get(row.record.recordId)
    if (before === undefined) changes.inserted.push(row)
    else if (before.fingerprint !== row.fingerprint) changes.updated.push(row)
    else {
      unchanged++
      const { endsAt } = row.record
      const dayEndsAt = endsAt === null ? Infinity : calendar.dayEndAfter(endsAt)
      if (before.lastSeenAt < dayEndsAt && dayEndsAt <= readAt) changes.settled.push(row.record.recordId)
    }
  }
  return { ...changes, unchanged }
}

/** Of a record that comes twice in one answer the one that has gone further. */
function onePerId(rows: readonly RecordToWrite[]): Iterable<RecordToWrite> {
  const byId = new Map<string, RecordToWrite>()
  for (const row of rows) {
    const other = byId.get(row.record.recordId)
    if (!other || further(row, other)) byId.set(row.record.recordId, row)
  }
  return byId.values()
}

function further({ record: a }: RecordToWrite, { record: b }: RecordToWrite): boolean {
  if (a.minutes !== b.minutes) return a.minutes > b.minutes
  if (a.totalPicos !== b.totalPicos) return a.totalPicos > b.totalPicos
  return a.endsAt !== null && b.endsAt === null
}
