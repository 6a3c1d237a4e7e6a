import { BarrackError, type BarrackErrorKind } from '../barrack/barrack-error.ts'
import { findCursor } from '../db/cursor-repository.ts'
import { recordIngestSource } from '../db/ingest-run-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import { recordSourceEnd } from '../db/source-end-repository.ts'
import type { Connection } from '../db/store.ts'
import { addCounts, NO_ROWS, NOT_OFFERED, type Counts, type SourceNote, type SourceReport } from './ingest-report.ts'
import type { Batch, IngestContext, Source, SourceEnd } from './source.ts'

/** How far the reading of one source is. */
export type OnBatch = (counts: Counts, total: number | null) => void

export interface SourceOutcome {
  readonly report: SourceReport
  /** How Barrack failed, where it did: of some failures the other sources can expect the same. */
  readonly failure: BarrackErrorKind | null
}

/**
 * Reads one source to its end. Each batch is one transaction, the last one together with the cursor, with what the end
 * of a list means, and with the line of the run; while one batch is written the next answer is already asked for.
 * A source that fails keeps what was written and says why; only the wish to stop is thrown.
 */
export async function readSource(
  context: IngestContext,
  source: Source,
  runId: number,
  onBatch: OnBatch,
): Promise<SourceOutcome> {
  const { store, account, clock, client } = context
  const startedAt = clock()
  const sentBefore = client.requests
  let counts = NO_ROWS
  let said: SourceNote | undefined

  const write = async (batch: Batch, ending: SourceEnd | null) => {
    for (const { table, from, to } of batch.months ?? []) await ensureMonths(store, table, from, to)
    const written = await store.db.transaction().execute(async (tx) => {
      const applied = await batch.apply(tx)
      if (ending) await end(tx, addCounts(counts, applied), ending)
      return applied
    })
    counts = addCounts(counts, written)
    onBatch(counts, batch.total ?? null)
  }
  const end = async (
    tx: Connection,
    whole: Counts,
    { finish, isWhole = true, wholeSince = startedAt, note }: SourceEnd,
  ) => {
    said = note
    const before = finish ? await findCursor(tx, account.accountId, source.name) : null
    const cursor = (await finish?.(tx, before?.readAt ?? null)) ?? {}
    const requests = client.requests - sentBefore
    const failed = note?.isFailure ? note.text : null
    const counted = { source: source.name, ...whole, error: null, note: failed, requests, finishedAt: clock() }
    const unseenSince = isWhole ? wholeSince : null
    await recordSourceEnd(tx, account.accountId, runId, { ...counted, cursor, unseenSince })
  }

  try {
    await drain(source.read(context), write)
    return { report: { ...counts, error: null, ...(said && { note: said }) }, failure: null }
  } catch (error) {
    if (context.signal?.aborted) throw error
    const reason = reasonOf(error, source)
    await recordIngestSource(store.db, account.accountId, runId, {
      source: source.name,
      ...counts,
      error: reason,
      requests: client.requests - sentBefore,
      finishedAt: clock(),
    })
    return { report: { ...counts, error: reason }, failure: error instanceof BarrackError ? error.kind : null }
  }
}

/**
 * Gives each batch to `write` in order, the last one with what remains to do at the end. One batch is held back, since
 * only the next answer tells whether it was the last.
 */
async function drain(
  batches: AsyncGenerator<Batch, SourceEnd>,
  write: (batch: Batch, ending: SourceEnd | null) => Promise<void>,
): Promise<void> {
  let held: Batch | null = null
  let writing = Promise.resolve()
  try {
    for (;;) {
      const next = await batches.next()
      await writing
      if (next.done) {
        const last: Batch | null = held
        held = null
        if (last) await write(last, next.value)
        return
      }
      if (held) {
        writing = write(held, null)
        // Awaited after the next answer; until then nobody else listens.
        writing.catch(() => undefined)
      }
      held = next.value
    }
  } catch (error) {
    await writing
    if (held) await write(held, null)
    throw error
  } finally {
    await batches.return({})
  }
}

function reasonOf(error: unknown, { optional }: Source): string {
  if (error instanceof BarrackError) return optional && error.kind === 'not-found' ? NOT_OFFERED : error.message
  return `It could not be stored: ${error instanceof Error ? error.message : String(error)}`
}
