import type { Selectable } from 'kysely'
import type { Watch } from '../engine/alert/rule.ts'
import type { Instant } from '../engine/time.ts'
import type { AlertRuleTable } from './schema/alert-rule.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What is watched, and who is told. */
export interface AlertRule {
  readonly ruleId: number
  readonly name: string
  readonly watch: Watch
  readonly delivery: 'at once' | 'digest'
  /** Numbers of channels; none = all that are nobody's stand-in. */
  readonly channels: readonly number[]
  readonly standIns: readonly number[]
  readonly standInAfterHours: number | null
  readonly paused: boolean
  readonly createdAt: Instant
}

export type NewAlertRule = Omit<AlertRule, 'ruleId' | 'createdAt'>

/** In the order in which they were made. */
export async function findAlertRules(db: Connection, accountId: number): Promise<AlertRule[]> {
  const rows = await db
    .selectFrom('alert_rule')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('rule_id')
    .execute()
  return rows.map(ruleOf)
}

export async function insertAlertRules(
  db: Connection,
  accountId: number,
  rules: readonly NewAlertRule[],
  createdAt: Instant,
): Promise<AlertRule[]> {
  if (rules.length === 0) return []
  const rows = await db
    .insertInto('alert_rule')
    .values(rules.map((rule) => ({ account_id: accountId, ...columnsOf(rule), created_at: isoOf(createdAt) })))
    .returningAll()
    .execute()
  return rows.map(ruleOf).sort((a, b) => a.ruleId - b.ruleId)
}

/** Null where there is none of that number. */
export async function updateAlertRule(
  db: Connection,
  accountId: number,
  ruleId: number,
  rule: NewAlertRule,
): Promise<AlertRule | null> {
  const row = await db
    .updateTable('alert_rule')
    .set(columnsOf(rule))
    .where('account_id', '=', accountId)
    .where('rule_id', '=', ruleId)
    .returningAll()
    .executeTakeFirst()
  return row ? ruleOf(row) : null
}

export async function deleteAlertRule(db: Connection, accountId: number, ruleId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('alert_rule')
    .where('account_id', '=', accountId)
    .where('rule_id', '=', ruleId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

const columnsOf = ({ name, watch, delivery, channels, standIns, standInAfterHours, paused }: NewAlertRule) => ({
  name,
  watch: JSON.stringify(watch),
  delivery,
  channels: JSON.stringify(channels),
  stand_ins: JSON.stringify(standIns),
  stand_in_after_hours: standInAfterHours,
  paused,
})

function ruleOf(row: Selectable<AlertRuleTable>): AlertRule {
  const { name, watch, delivery, channels, paused } = row
  return {
    ruleId: row.rule_id,
    name,
    watch,
    delivery,
    channels,
    standIns: row.stand_ins,
    standInAfterHours: row.stand_in_after_hours,
    paused,
    createdAt: row.created_at,
  }
}
