import { parseRows } from '../barrack/parse-rows.ts'
import { findWaiting, release, setAside, type Waiting } from '../db/quarantine-repository.ts'
import { ensureMonths } from '../db/partition-repository.ts'
import { billingBatch, BILLING_SOURCES, type BillingSource } from './billing-batch.ts'
import { fingerprintOfJson } from './fingerprint.ts'
import { holdingContext, type OfflineOptions } from './offline.ts'
import type { IngestContext } from './source.ts'

/** What became of the rows of one source. */
export interface RetriedSource {
  readonly tried: number
  readonly taken: number
  /** Still not understood; the reason is the one of this version. */
  readonly waiting: number
}

/**
 * Tries again to understand what waits in quarantine, after an upgrade above all: bills count as read when they last
 * came, and what was seen since is left as it is. Rows of other sources are read anew with the next ingest.
 * @throws AccountBusyError where the account is being ingested.
 */
export async function retryQuarantine(options: OfflineOptions): Promise<Partial<Record<BillingSource, RetriedSource>>> {
  return holdingContext(options, async (context) => {
    const waiting = await findWaiting(context.store.db, context.account.accountId, Object.values(BILLING_SOURCES))
    const report: Partial<Record<BillingSource, RetriedSource>> = {}
    for (const [source, rows] of Map.groupBy(waiting, (row) => row.source as BillingSource)) {
      let taken = 0
      for (const [lastSeenAt, sameTime] of Map.groupBy(rows, (row) => row.lastSeenAt))
        taken += await retry(context, source, sameTime, lastSeenAt)
      report[source] = { tried: rows.length, taken, waiting: rows.length - taken }
    }
    return report
  })
}

async function retry(
  context: Omit<IngestContext, 'client' | 'sweep'>,
  source: BillingSource,
  rows: readonly Waiting[],
  readAt: number,
): Promise<number> {
  const { store, account, clock } = context
  const parsed = parseRows(
    source,
    rows.map(({ payload }) => payload),
  )
  const page = { rows: parsed.rows, refused: [], envelope: {} }
  const batch = billingBatch(context, source, page, readAt, clock())
  for (const { table, from, to } of batch.months ?? []) await ensureMonths(store, table, from, to)
  return store.db.transaction().execute(async (tx) => {
    const stillRefused = parsed.refused.map(({ raw, reason }) => ({
      fingerprint: fingerprintOfJson(raw),
      payload: raw,
      reason,
    }))
    const good = new Set(parsed.rows.map(({ raw }) => fingerprintOfJson(raw)))
    await release(tx, account.accountId, source, [...good], clock())
    await setAside(tx, account.accountId, source, stillRefused, readAt)
    const counts = await batch.apply(tx)
    return good.size - counts.quarantined
  })
}
