import { isObject } from '../barrack/endpoint-map.ts'
import { lists } from '../barrack/contract/index.ts'
import { parseRows } from '../barrack/parse-rows.ts'
import { finishIngestRun, lastFinishedIngestRun, startIngestRun } from '../db/ingest-run-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import type { Instant } from '../engine/index.ts'
import { billingBatch, type BillingSource } from './billing-batch.ts'
import { addCounts, NO_ROWS, type Counts } from './ingest-report.ts'
import { holdingContext, type OfflineOptions } from './offline.ts'
import type { Batch, IngestContext } from './source.ts'
import { noteImport } from './stand-ins.ts'

export interface ImportReport {
  readonly sources: Partial<Record<BillingSource | 'ai-history', Counts>>
  /** Rows that are no bill of any kind: they name no machine, volume or snapshot. Nothing was done with them. */
  readonly unrecognised: number
  /** Lines of a charges file of a resource and day of which Barrack's own records are there: those stay. */
  readonly leftToBarrack: number
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
    let unrecognised = 0
    const batches = groups.flatMap(({ envelope, records }) =>
      [...Map.groupBy(records, sourceOf)].flatMap(([source, rows]) => {
        if (source !== null) {
          const batch = (some: readonly unknown[]) =>
            billingBatch(context, source, { ...parseRows(source, some), envelope }, readAt, context.clock())
          return [[source, rows, batch] as const]
        }
        unrecognised += rows.length
        return []
      }),
    )
    const sources = await writeBatches(context, batches)
    await context.store.db
      .transaction()
      .execute((tx) => noteImport(tx, context.account.accountId, context.clock(), false))
    return { sources, unrecognised, leftToBarrack: 0 }
  })
}

type Context = Omit<IngestContext, 'client' | 'sweep'>

/** Writes rows of sources, five hundred in a transaction; an account of which nothing was ever read has been read then. */
export async function writeBatches(
  { store, account, clock }: Context,
  batches: readonly (readonly [
    source: BillingSource | 'ai-history',
    rows: readonly unknown[],
    batchOf: (rows: readonly unknown[]) => Batch,
  ])[],
): Promise<ImportReport['sources']> {
  const { accountId } = account
  const isFirst = (await lastFinishedIngestRun(store.db, accountId)) === null
  const runId = isFirst ? await startIngestRun(store.db, accountId, clock()) : null
  const sources: ImportReport['sources'] = {}
  for (const [source, rows, batchOf] of batches)
    for (let start = 0; start < rows.length; start += BATCH) {
      const batch = batchOf(rows.slice(start, start + BATCH))
      for (const { table, from, to } of batch.months ?? []) await ensureMonths(store, table, from, to)
      const counts = await store.db.transaction().execute((tx) => batch.apply(tx))
      sources[source] = addCounts(sources[source] ?? NO_ROWS, counts)
    }
  if (runId !== null)
    await finishIngestRun(store.db, { accountId, runId, status: 'ok', requests: 0, finishedAt: clock() })
  return sources
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
