import type { Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { AccountConnectionTable } from './schema/account-connection.ts'
import type { JsonObject } from './schema/column.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

/** How an account is reached, as far as the store knows; what is null comes from the settings of the process. */
export interface StoredConnection {
  readonly accountId: number
  readonly baseUrl: string | null
  readonly authHeader: string | null
  /** '' sends the bare key. */
  readonly authScheme: string | null
  /** What differs from the contract, by endpoint name. */
  readonly endpoints: JsonObject
  /** As sealed-key.ts made it; null where the key is in the environment. */
  readonly sealedKey: string | null
  readonly keyVariable: string | null
  readonly changedAt: Instant
}

export async function findConnection(db: Connection, accountId: number): Promise<StoredConnection | null> {
  const row = await db
    .selectFrom('account_connection')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row ? connectionOf(row) : null
}

/** Those of all accounts that have one, by account. */
export async function listConnections(db: Connection): Promise<Map<number, StoredConnection>> {
  const rows = await db.selectFrom('account_connection').selectAll().execute()
  return new Map(rows.map((row) => [row.account_id, connectionOf(row)]))
}

/** Writes the whole connection of an account. */
export async function saveConnection(db: Connection, connection: StoredConnection): Promise<void> {
  const values = {
    base_url: connection.baseUrl,
    auth_header: connection.authHeader,
    auth_scheme: connection.authScheme,
    endpoints: JSON.stringify(connection.endpoints),
    sealed_key: connection.sealedKey,
    key_variable: connection.keyVariable,
    changed_at: isoOf(connection.changedAt),
  }
  await db
    .insertInto('account_connection')
    .values({ account_id: connection.accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute()
}

function connectionOf(row: Selectable<AccountConnectionTable>): StoredConnection {
  return {
    accountId: row.account_id,
    baseUrl: row.base_url,
    authHeader: row.auth_header,
    authScheme: row.auth_scheme,
    endpoints: row.endpoints,
    sealedKey: row.sealed_key,
    keyVariable: row.key_variable,
    changedAt: row.changed_at,
  }
}
