import type { RatingRules } from '../engine/index.ts'
import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf, timestamptz } from './timestamp.ts'

/** What charges were made with from a moment on. */
export interface RatingBasis {
  readonly since: Instant
  /** The zone of their days. */
  readonly zone: string
  readonly rules: RatingRules
}

/** The basis that held at a moment; without one the present one; null before charges were first made. */
export async function findRatingBasis(db: Connection, accountId: number, at?: Instant): Promise<RatingBasis | null> {
  const row = await db
    .selectFrom('rating_basis')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(at !== undefined, (query) => query.where('since', '<=', timestamptz(at!)))
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { since, zone, snapshot_rule: snapshot, gb_per_tb: gbPerTb, hibernation_rule: hibernation } = row
  return { since, zone, rules: { snapshot, gbPerTb: gbPerTb === 1024 ? 1024 : 1000, hibernation } }
}

/** Says what charges are made with from now on; in the transaction that made them anew. */
export async function saveRatingBasis(db: Connection, accountId: number, basis: RatingBasis): Promise<void> {
  const { since, zone, rules } = basis
  const values = {
    zone,
    snapshot_rule: rules.snapshot,
    gb_per_tb: rules.gbPerTb,
    hibernation_rule: rules.hibernation ?? ('own_record' as const),
  }
  await db
    .insertInto('rating_basis')
    .values({ account_id: accountId, since: isoOf(since), ...values })
    .onConflict((oc) => oc.columns(['account_id', 'since']).doUpdateSet(values))
    .execute()
}
