import { aiBatch } from './ai-batch.ts'
import { applyRecords } from './apply-records.ts'
import { STAND_IN } from './charge-rows.ts'
import { recordFingerprint } from './normalize/billing-record.ts'
import type { RatingContext } from '../charges/rating-context.ts'
import { findAiTransactions } from '../db/ai-transaction-repository.ts'
import { findRecords } from '../db/billing-record-repository.ts'
import { findCursor, saveCursor } from '../db/cursor-repository.ts'
import { coveredStandIns } from '../db/stand-in-repository.ts'
import type { Connection, Store } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'

/** Where it is noted that bills came from files, and how often: it moves the version of the data. */
const CURSOR = 'imported-bills'

/** Notes, in the transaction of their rows, that bills came from a file. */
export async function noteImport(tx: Connection, accountId: number, at: Instant, standIns: boolean): Promise<void> {
  const before = (await findCursor(tx, accountId, CURSOR))?.cursor
  const revision = Number(before?.revision ?? 0) + 1
  const cursor = { revision, standIns: standIns || before?.standIns === true }
  await saveCursor(tx, accountId, CURSOR, { readAt: at, cursor })
}

/**
 * Lines of a charges file give way to what Barrack itself tells of the same resource and day: their records are restated
 * to nothing, and what they said stays in their history. For a caller that holds the account. Gives how many did.
 */
export async function yieldStandIns(
  context: RatingContext & { readonly store: Store; readonly clock: () => Instant },
): Promise<number> {
  const { store, account, clock } = context
  const { accountId } = account
  if ((await findCursor(store.db, accountId, CURSOR))?.cursor.standIns !== true) return 0
  const ids = await coveredStandIns(store.db, accountId, STAND_IN)
  if (ids.length === 0) return 0
  const now = clock()
  return store.db.transaction().execute(async (tx) => {
    const records = (await findRecords(tx, accountId, { ids })).map(({ changedAt: _, ...record }) => {
      const nothing = { ...record, endsAt: record.startsAt, minutes: 0, totalPicos: 0n }
      return { record: nothing, fingerprint: recordFingerprint(nothing), raw: { gaveWay: true } }
    })
    for (const [kind, some] of Map.groupBy(records, ({ record }) => record.kind))
      await applyRecords(tx, context, kind, some, { seenAt: now, knownAt: now, keepNewer: false })
    const uses = (await findAiTransactions(tx, accountId, ids)).map((use) => ({
      id: use.transactionId,
      raw: { gaveWay: true },
      value: {
        id: use.transactionId,
        model: use.model,
        input_tokens: 0,
        output_tokens: 0,
        cost: '0',
        currency: use.currency,
        created_at: use.createdAt,
      },
    }))
    await aiBatch(context, { rows: uses, refused: [], envelope: {} }, now).apply(tx)
    await noteImport(tx, accountId, now, true)
    return ids.length
  })
}
