import type { Selectable } from 'kysely'
import type { Instant } from '../engine/time.ts'
import type { ApiTokenTable } from './schema/api-token.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface ApiToken {
  readonly tokenId: number
  readonly accountId: number
  readonly name: string
  readonly scope: string
  readonly createdBy: string
  readonly createdAt: Instant
  readonly lastUsedAt: Instant | null
  readonly revokedAt: Instant | null
}

export async function findTokens(db: Connection, accountId: number): Promise<ApiToken[]> {
  const rows = await db
    .selectFrom('api_token')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('token_id')
    .execute()
  return rows.map(tokenOf)
}

export async function insertToken(
  db: Connection,
  token: Pick<ApiToken, 'accountId' | 'name' | 'scope' | 'createdBy' | 'createdAt'> & { secretSha256: string },
): Promise<ApiToken> {
  const row = await db
    .insertInto('api_token')
    .values({
      account_id: token.accountId,
      name: token.name,
      scope: token.scope,
      secret_sha256: token.secretSha256,
      created_by: token.createdBy,
      created_at: isoOf(token.createdAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return tokenOf(row)
}

/** The token of a secret that may do this, marked as used; null where there is none or it was revoked. */
export async function useToken(
  db: Connection,
  secretSha256: string,
  scope: string,
  at: Instant,
): Promise<ApiToken | null> {
  const row = await db
    .updateTable('api_token')
    .set({ last_used_at: isoOf(at) })
    .where('secret_sha256', '=', secretSha256)
    .where('scope', '=', scope)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ? tokenOf(row) : null
}

/** Null where there is no such token, or it was revoked before. */
export async function revokeToken(
  db: Connection,
  accountId: number,
  tokenId: number,
  at: Instant,
): Promise<ApiToken | null> {
  const row = await db
    .updateTable('api_token')
    .set({ revoked_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('token_id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return row ? tokenOf(row) : null
}

function tokenOf(row: Selectable<ApiTokenTable>): ApiToken {
  return {
    tokenId: row.token_id,
    accountId: row.account_id,
    name: row.name,
    scope: row.scope,
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
