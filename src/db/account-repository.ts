import type { Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { AccountKind, AccountTable } from './schema/account.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface Account {
  readonly accountId: number
  /** The short name in addresses, settings and files; unique. */
  readonly slug: string
  readonly name: string
  readonly kind: AccountKind
  /** The IANA zone of its calendar days. */
  readonly zone: string
  readonly createdAt: Instant
}

/** Adds an account and gives it with its number. Throws when the slug is taken. */
export async function createAccount(db: Connection, account: Omit<Account, 'accountId'>): Promise<Account> {
  const { slug, name, kind, zone, createdAt } = account
  const row = await db
    .insertInto('account')
    .values({ slug, name, kind, zone, created_at: isoOf(createdAt) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return accountOf(row)
}

export async function getAccount(db: Connection, accountId: number): Promise<Account | null> {
  const row = await db.selectFrom('account').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return row ? accountOf(row) : null
}

export async function findAccount(db: Connection, slug: string): Promise<Account | null> {
  const row = await db.selectFrom('account').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row ? accountOf(row) : null
}

/** All accounts in the order in which they were added. */
export async function listAccounts(db: Connection): Promise<Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('account_id').execute()
  return rows.map(accountOf)
}

/** Changes the zone of the calendar days; the day charges of the account have to be made anew afterwards. */
export async function setAccountZone(db: Connection, accountId: number, zone: string): Promise<void> {
  await db.updateTable('account').set({ zone }).where('account_id', '=', accountId).execute()
}

/** Changes the name that pages show. */
export async function renameAccount(db: Connection, accountId: number, name: string): Promise<void> {
  await db.updateTable('account').set({ name }).where('account_id', '=', accountId).execute()
}

function accountOf(row: Selectable<AccountTable>): Account {
  const { account_id: accountId, slug, name, kind, zone, created_at: createdAt } = row
  return { accountId, slug, name, kind, zone, createdAt }
}
