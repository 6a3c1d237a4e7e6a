import { isObject } from '../barrack/endpoint-map.ts'
import { lists } from '../barrack/contract/index.ts'
import { parseRows } from '../barrack/parse-rows.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import type { Instant } from '../engine/index.ts'
import { billingBatch, type BillingSource } from './billing-batch.ts'
import { addCounts, NO_ROWS, type Counts } from './ingest-report.ts'
import { holdingContext, type OfflineOptions } from './offline.ts'

export interface ImportReport {
  readonly sources: Partial<Record<BillingSource, Counts>>
  /** Rows that are no bill of any kind: they name no machine, volume or snapshot. Nothing was done with them. */
  readonly unrecognised: number
}

const BATCH = 500
const SUBJECTS: readonly [field: string, source: BillingSource][] = [
  ['instance_id', 'instance-billing'],
  ['volume_id', 'volume-billing'],
  ['snapshot_id', 'snapshot-billing'],
]

/**
 * Takes answers of the three billing lists that were saved by hand, by the same path and checks as an ingest: whole
 * answers, arrays of them, or arrays of bare records. `readAt` is when they were saved; what the store has seen with
 * another value since stays.
 * @throws RangeError where nothing in it looks like an answer; AccountBusyError where the account is being ingested.
 */
export async function importBilling(options: OfflineOptions, answers: unknown, readAt: Instant): Promise<ImportReport> {
  const groups = [...billingGroups(answers)]
  if (groups.length === 0)
    throw new RangeError(
      "This is no saved answer of a billing list: expected an object with 'records', or an array of records.",
    )
  return holdingContext(options, async (context) => {
    const { store } = context
    const sources: ImportReport['sources'] = {}
    let unrecognised = 0
    for (const { envelope, records } of groups) {
      for (const [source, rows] of Map.groupBy(records, sourceOf)) {
        if (source === null) unrecognised += rows.length
        else
          for (let start = 0; start < rows.length; start += BATCH) {
            const page = { ...parseRows(source, rows.slice(start, start + BATCH)), envelope }
            const batch = billingBatch(context, source, page, readAt, context.clock())
            for (const { table, from, to } of batch.months ?? []) await ensureMonths(store, table, from, to)
            const counts = await store.db.transaction().execute((tx) => batch.apply(tx))
            sources[source] = addCounts(sources[source] ?? NO_ROWS, counts)
          }
      }
    }
    return { sources, unrecognised }
  })
}

function* billingGroups(answers: unknown): Generator<{ envelope: Record<string, unknown>; records: unknown[] }> {
  const { key } = lists['instance-billing']
  if (isObject(answers) && Array.isArray(answers[key])) yield { envelope: answers, records: answers[key] }
  if (!Array.isArray(answers)) return
  const bare = answers.filter((one) => !isObject(one) || !Array.isArray(one[key]))
  if (bare.length > 0) yield { envelope: {}, records: bare }
  for (const one of answers) if (isObject(one) && Array.isArray(one[key])) yield* billingGroups(one)
}

function sourceOf(record: unknown): BillingSource | null {
  if (!isObject(record)) return null
  return SUBJECTS.find(([field]) => field in record)?.[1] ?? null
}
