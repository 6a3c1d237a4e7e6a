import type { Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { AlertSettingTable } from './schema/alert-setting.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** When an account is told of things. */
export interface AlertSetting {
  /** 'HH:MM' by the account's clock; null = none. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  readonly digestAt: string
  readonly topUpLeadHours: number
}

export interface AlertSettingRow extends AlertSetting {
  readonly lastDigestAt: Instant | null
  /** The first look: what was there then is nobody's news. */
  readonly watchedSince: Instant
  /** By currency: the run rate per hour at the first look, decimal. */
  readonly firstRates: Readonly<Record<string, string>>
}

/** What an account begins with. */
export const FIRST_SETTING: AlertSetting = {
  quiet: { from: '20:00', to: '08:00' },
  digestAt: '08:00',
  topUpLeadHours: 0,
}

export async function findAlertSetting(db: Connection, accountId: number): Promise<AlertSettingRow | null> {
  const row = await db.selectFrom('alert_setting').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return row ? settingOf(row) : null
}

/** The same, held until the transaction ends: two processes never write alerts of one account at once. */
export async function holdAlertSetting(tx: Connection, accountId: number): Promise<AlertSettingRow> {
  const row = await tx
    .selectFrom('alert_setting')
    .selectAll()
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return settingOf(row)
}

/** The first look at an account; false where it was looked at before. */
export async function insertAlertSetting(
  db: Connection,
  accountId: number,
  { watchedSince, firstRates }: Pick<AlertSettingRow, 'watchedSince' | 'firstRates'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('alert_setting')
    .values({
      account_id: accountId,
      ...columnsOf(FIRST_SETTING),
      watched_since: isoOf(watchedSince),
      first_rates: JSON.stringify(firstRates),
    })
    .onConflict((oc) => oc.column('account_id').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateAlertSetting(db: Connection, accountId: number, setting: AlertSetting): Promise<void> {
  await db.updateTable('alert_setting').set(columnsOf(setting)).where('account_id', '=', accountId).execute()
}

export async function setLastDigest(db: Connection, accountId: number, at: Instant): Promise<void> {
  await db
    .updateTable('alert_setting')
    .set({ last_digest_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .execute()
}

const columnsOf = ({ quiet, digestAt, topUpLeadHours }: AlertSetting) => ({
  quiet_from: quiet?.from ?? null,
  quiet_to: quiet?.to ?? null,
  digest_at: digestAt,
  top_up_lead_hours: topUpLeadHours,
})

function settingOf(row: Selectable<AlertSettingTable>): AlertSettingRow {
  return {
    quiet: row.quiet_from === null ? null : { from: row.quiet_from, to: row.quiet_to! },
    digestAt: row.digest_at,
    topUpLeadHours: row.top_up_lead_hours,
    lastDigestAt: row.last_digest_at,
    watchedSince: row.watched_since,
    firstRates: row.first_rates,
  }
}
