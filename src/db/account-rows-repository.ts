import { sql } from 'kysely'
import type { Connection } from './store.ts'

/** How many rows of an account a table has. */
export interface AccountRows {
  readonly table: string
  readonly rows: number
}

/** What an account has in the store, table by table; tables without a row of it are left out. */
export async function accountRows(db: Connection, accountId: number): Promise<AccountRows[]> {
  const counts: AccountRows[] = []
  for (const table of await tablesOfAccounts(db)) {
    const { rows } = await sql<{ rows: number }>`
      select count(*)::integer as rows from ${sql.table(table)} where account_id = ${accountId}`.execute(db)
    if (rows[0]!.rows > 0) counts.push({ table, rows: rows[0]!.rows })
  }
  return counts
}

/**
 * Deletes an account with all that the store has of it, and gives what that was. For a caller that holds the account
 * (account-lock.ts), in a transaction.
 */
export async function deleteAccountRows(tx: Connection, accountId: number): Promise<AccountRows[]> {
  const deleted: AccountRows[] = []
  for (const table of await tablesOfAccounts(tx)) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where account_id = ${accountId}`.execute(tx)
    if (numAffectedRows > 0n) deleted.push({ table, rows: Number(numAffectedRows) })
  }
  return deleted
}

/** Every table that is keyed by account, those that refer to others before them; `account` is the last. */
async function tablesOfAccounts(db: Connection): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'account_id' and not a.attisdropped
    order by c.relname`.execute(db)
  const { rows: references } = await sql<{ child: string; parent: string }>`
    select child.relname as child, parent.relname as parent
    from pg_constraint f
    join pg_class child on child.oid = f.conrelid
    join pg_class parent on parent.oid = f.confrelid
    where f.contype = 'f' and f.connamespace = current_schema()::regnamespace and f.conrelid <> f.confrelid`.execute(db)
  const ordered: string[] = []
  const visit = (name: string) => {
    if (ordered.includes(name)) return
    for (const { child, parent } of references) if (parent === name) visit(child)
    ordered.push(name)
  }
  for (const { name } of tables) visit(name)
  return ordered.filter((name) => tables.some((table) => table.name === name))
}
