import { sql } from 'kysely'
import { formatPicos, parsePicos, type AssignmentRule, type Instant } from '../engine/index.ts'
import { dayOrNull, fromDayOf, toDayOf } from './day-bound.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** A rule as it is kept. */
export interface StoredRule extends AssignmentRule {
  /** Null: of all accounts. */
  readonly accountId: number | null
}

export type NewRule = Omit<StoredRule, 'ruleId'>

/** The rules of an account and of all accounts, in their order. */
export async function findAssignmentRules(db: Connection, accountId: number): Promise<StoredRule[]> {
  const rows = await db
    .selectFrom('assignment_rule')
    .select(['rule_id', 'account_id', 'match', 'from_day', 'to_day', 'parts'])
    .where((eb) => eb.or([eb('account_id', '=', accountId), eb('account_id', 'is', null)]))
    .orderBy('position')
    .orderBy('rule_id')
    .execute()
  return rows.map((row) => ({
    ruleId: row.rule_id,
    accountId: row.account_id,
    match: row.match,
    fromDay: dayOrNull(row.from_day),
    toDay: dayOrNull(row.to_day),
    parts: row.parts.map(({ share, ...values }) => ({ values, weight: parsePicos(share) })),
  }))
}

/** Puts a rule in at a place of the order; those from there on move down by one. Gives its number. */
export async function insertAssignmentRule(tx: Connection, position: number, rule: NewRule, at: Instant) {
  await tx
    .updateTable('assignment_rule')
    .set({ position: sql`position + 1` })
    .where('position', '>=', position)
    .execute()
  const { rule_id } = await tx
    .insertInto('assignment_rule')
    .values({ ...columnsOf(rule), position, entered_at: isoOf(at) })
    .returning('rule_id')
    .executeTakeFirstOrThrow()
  return rule_id
}

/** Takes rules away; gives how many there were. */
export async function deleteAssignmentRules(tx: Connection, ruleIds: readonly number[]): Promise<number> {
  if (ruleIds.length === 0) return 0
  const { numDeletedRows } = await tx.deleteFrom('assignment_rule').where('rule_id', 'in', ruleIds).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Writes a rule anew in its place. */
export async function updateAssignmentRule(tx: Connection, ruleId: number, rule: NewRule, at: Instant) {
  await tx
    .updateTable('assignment_rule')
    .set({ ...columnsOf(rule), entered_at: isoOf(at) })
    .where('rule_id', '=', ruleId)
    .execute()
}

/** Gives rules the order in which they are named. */
export async function orderAssignmentRules(tx: Connection, ruleIds: readonly number[]): Promise<void> {
  await sql`update assignment_rule r set position = o.position
    from unnest(${ruleIds}::int4[]) with ordinality as o (rule_id, position)
    where r.rule_id = o.rule_id`.execute(tx)
}

const columnsOf = ({ accountId, match, fromDay, toDay, parts }: NewRule) => ({
  account_id: accountId,
  match: JSON.stringify(match),
  from_day: fromDayOf(fromDay),
  to_day: toDayOf(toDay),
  parts: JSON.stringify(parts.map(({ values, weight }) => ({ ...values, share: formatPicos(weight) }))),
})
