import { BOOKING_KINDS, type LedgerAccount } from '../engine/index.ts'
import type { Connection } from './store.ts'

/** Where an account's bookings go, by kind. */
export async function findLedgerAccounts(db: Connection, accountId: number): Promise<LedgerAccount[]> {
  const rows = await db
    .selectFrom('ledger_account')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('currency')
    .orderBy('cost_center')
    .execute()
  return rows
    .map(({ kind, currency, cost_center, account, contra_account: contraAccount }) => ({
      kind,
      currency: currency || null,
      costCenter: cost_center || null,
      account,
      contraAccount,
    }))
    .sort((a, b) => BOOKING_KINDS.indexOf(a.kind) - BOOKING_KINDS.indexOf(b.kind))
}

/** Puts these in the place of all that were there. */
export async function replaceLedgerAccounts(
  db: Connection,
  accountId: number,
  accounts: readonly LedgerAccount[],
): Promise<void> {
  await db.deleteFrom('ledger_account').where('account_id', '=', accountId).execute()
  if (accounts.length === 0) return
  const rows = accounts.map(({ kind, currency, costCenter, account, contraAccount }) => ({
    account_id: accountId,
    kind,
    currency: currency ?? '',
    cost_center: costCenter ?? '',
    account,
    contra_account: contraAccount,
  }))
  await db.insertInto('ledger_account').values(rows).execute()
}
