import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** Which machines of an account stop first where a wallet has to last. */
export interface StopOrder {
  /** Ids, the least important first. */
  readonly first: readonly string[]
  /** Ids of those that have to run on. */
  readonly keep: readonly string[]
}

/** Empty where nobody said anything. */
export async function findStopOrder(db: Connection, accountId: number): Promise<StopOrder> {
  const row = await db
    .selectFrom('stop_order')
    .select(['first', 'keep'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ?? { first: [], keep: [] }
}

export async function saveStopOrder(
  db: Connection,
  accountId: number,
  { first, keep }: StopOrder,
  at: Instant,
): Promise<void> {
  const said = { first: JSON.stringify(first), keep: JSON.stringify(keep), changed_at: isoOf(at) }
  await db
    .insertInto('stop_order')
    .values({ account_id: accountId, ...said })
    .onConflict((oc) => oc.column('account_id').doUpdateSet(said))
    .execute()
}
