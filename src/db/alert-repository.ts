import type { Selectable } from 'kysely'
import type { Alert, AlertKind, Finding } from '../engine/alert/alert.ts'
import type { Instant } from '../engine/time.ts'
import type { MessageText } from './notify-message-repository.ts'
import type { AlertTable } from './schema/alert.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** What was found, in words as well. */
export interface WordedFinding extends Finding, Omit<MessageText, 'kind'> {
  readonly kind: AlertKind
  /** Projects, owners and cost centers that it is about; their own channels are told as well. */
  readonly parties?: readonly string[]
}

/** An alert as it is kept. */
export interface AlertRow extends Alert, Omit<MessageText, 'kind'> {
  readonly kind: AlertKind
  readonly parties: readonly string[]
  readonly changedAt: Instant
  readonly acknowledgedBy: string | null
}

/** Those that are not over, and those of which nobody knows yet that they are. */
export async function findUnclosedAlerts(db: Connection, accountId: number): Promise<AlertRow[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('closed', '=', false)
    .orderBy('alert_id')
    .execute()
  return rows.map(alertOf)
}

/** Newest first; those before an alert where one is given. */
export async function findAlerts(
  db: Connection,
  accountId: number,
  { state, before, limit }: { state: 'open' | 'over' | null; before: number | null; limit: number },
): Promise<AlertRow[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(state === 'open', (query) => query.where('resolved_at', 'is', null))
    .$if(state === 'over', (query) => query.where('resolved_at', 'is not', null))
    .$if(before !== null, (query) => query.where('alert_id', '<', before!))
    .orderBy('alert_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(alertOf)
}

export async function findAlert(db: Connection, accountId: number, alertId: number): Promise<AlertRow | null> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('alert_id', '=', alertId)
    .executeTakeFirst()
  return row ? alertOf(row) : null
}

export async function insertAlert(db: Connection, accountId: number, finding: WordedFinding, at: Instant) {
  await db
    .insertInto('alert')
    .values({
      account_id: accountId,
      rule_id: finding.ruleId,
      kind: finding.kind,
      cause: finding.cause,
      ...wordsOf(finding),
      opened_at: isoOf(at),
      changed_at: isoOf(at),
    })
    .execute()
}

/** The alert as it is found now, with what is still told of it. */
export async function updateAlert(
  db: Connection,
  accountId: number,
  alertId: number,
  finding: WordedFinding,
  told: readonly string[],
  at: Instant,
) {
  await where(db, accountId, alertId)
    .set({ ...wordsOf(finding), told: JSON.stringify(told), changed_at: isoOf(at) })
    .execute()
}

/** Over; closed at once where nobody needs to hear of it. */
export async function resolveAlert(
  db: Connection,
  accountId: number,
  { alertId }: Alert,
  { at, isSilent }: { at: Instant; isSilent: boolean },
) {
  await where(db, accountId, alertId)
    .set({ resolved_at: isoOf(at), changed_at: isoOf(at), closed: isSilent })
    .execute()
}

/** Somebody was told of all its marks; who acknowledged them before has not acknowledged these. */
export async function markTold(db: Connection, accountId: number, { alertId, told, marks }: Alert, at: Instant) {
  await where(db, accountId, alertId)
    .set({
      told: JSON.stringify([...new Set([...told, ...marks])]),
      told_at: isoOf(at),
      acknowledged_at: null,
      acknowledged_by: null,
      stand_ins_told_at: null,
    })
    .execute()
}

export async function markStandInsTold(db: Connection, accountId: number, alertId: number, at: Instant) {
  await where(db, accountId, alertId)
    .set({ stand_ins_told_at: isoOf(at) })
    .execute()
}

export async function closeAlert(db: Connection, accountId: number, alertId: number) {
  await where(db, accountId, alertId).set({ closed: true }).execute()
}

/** Null where there is none of that number, or it is over. */
export async function acknowledgeAlert(
  db: Connection,
  accountId: number,
  alertId: number,
  by: string,
  at: Instant,
): Promise<AlertRow | null> {
  const row = await where(db, accountId, alertId)
    .set({ acknowledged_at: isoOf(at), acknowledged_by: by })
    .where('resolved_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ? alertOf(row) : null
}

/** Ends without a word what a rule found that is gone or paused. */
export async function closeAlertsOfRule(db: Connection, accountId: number, ruleId: number, at: Instant) {
  await db
    .updateTable('alert')
    .set({ closed: true, resolved_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('rule_id', '=', ruleId)
    .where('closed', '=', false)
    .execute()
}

const where = (db: Connection, accountId: number, alertId: number) =>
  db.updateTable('alert').where('account_id', '=', accountId).where('alert_id', '=', alertId)

const wordsOf = ({ marks, subject, text, path, facts, parties = [] }: WordedFinding) => ({
  marks: JSON.stringify(marks),
  subject,
  text,
  path,
  // Receivers of a webhook are told whom it is about as well.
  facts: JSON.stringify({ ...facts, parties }),
})

function alertOf(row: Selectable<AlertTable>): AlertRow {
  const { kind, cause, marks, told, subject, text, path, facts, closed } = row
  return {
    alertId: row.alert_id,
    ruleId: row.rule_id,
    kind,
    cause,
    marks,
    told,
    subject,
    text,
    path,
    facts,
    parties: (facts['parties'] ?? []) as readonly string[],
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    toldAt: row.told_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    standInsToldAt: row.stand_ins_told_at,
    resolvedAt: row.resolved_at,
    closed,
  }
}
