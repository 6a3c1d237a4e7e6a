import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'

export interface QuarantineRow {
  readonly source: string
  readonly fingerprint: string
  readonly reason: string
  readonly payload: unknown
  readonly firstSeen: Instant
  readonly lastSeen: Instant
}

/** What could not be understood and still stands so, by source and fingerprint. */
export async function findQuarantine(
  db: Connection,
  accountId: number,
  { after, limit }: { after: readonly string[] | null; limit: number },
): Promise<QuarantineRow[]> {
  return db
    .selectFrom('quarantine')
    .select(['source', 'fingerprint', 'reason', 'payload', 'first_seen as firstSeen', 'last_seen as lastSeen'])
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .$if(after !== null, (query) =>
      query.where((eb) => eb(eb.refTuple('source', 'fingerprint'), '>', eb.tuple(after![0]!, after![1]!))),
    )
    .orderBy('source')
    .orderBy('fingerprint')
    .limit(limit)
    .execute()
}

export async function countQuarantine(db: Connection, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('account_id', '=', accountId)
    .where('resolved_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.rows
}
