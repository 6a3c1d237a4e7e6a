import { createHash, randomBytes } from 'node:crypto'
import { findTokens, insertToken, revokeToken, useToken, type ApiToken } from '../../db/api-token-repository.ts'
import type { AppContext } from '../context.ts'
import type { NewTokenDto, TokenBody, TokenDto } from '../dto/api-token.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { TOKEN_PREFIX } from '../middleware/write-only.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

const SCOPE = 'utilisation:write'

interface OfAccount {
  readonly account?: string | undefined
}

export async function listTokens(context: AppContext, query: OfAccount): Promise<{ rows: TokenDto[] }> {
  const { accountId } = await accountOf(context, query.account)
  return { rows: (await findTokens(context.store.db, accountId)).map(toDto) }
}

/** Makes a token that can tell the use of GPUs and do nothing else; its secret is given this once. */
export async function createToken(context: AppContext, body: TokenBody, query: OfAccount): Promise<NewTokenDto> {
  const { accountId } = await accountOf(context, query.account)
  const secret = `${TOKEN_PREFIX}${randomBytes(24).toString('base64url')}`
  const token = await insertToken(context.store.db, {
    accountId,
    name: body.name,
    scope: SCOPE,
    createdBy: body.by,
    createdAt: context.clock(),
    secretSha256: hashOf(secret),
  })
  return { ...toDto(token), secret }
}

export async function revoke(context: AppContext, tokenId: number, query: OfAccount): Promise<TokenDto> {
  const { accountId } = await accountOf(context, query.account)
  const token = await revokeToken(context.store.db, accountId, tokenId, context.clock())
  if (!token) throw new ProblemException('not-found', `There is no token ${tokenId} that could be revoked.`)
  return toDto(token)
}

/** The account of the token that a request carries as `Authorization: Bearer`. Throws a problem where it is none. */
export async function tokenAccount(context: AppContext, authorization: string | undefined): Promise<number> {
  const secret = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  const token = secret === undefined ? null : await useToken(context.store.db, hashOf(secret), SCOPE, context.clock())
  if (!token) throw new ProblemException('unauthorized', 'Send Authorization: Bearer with a token that stands.')
  return token.accountId
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

function toDto(token: ApiToken): TokenDto {
  const { tokenId, name, createdBy, createdAt, lastUsedAt, revokedAt } = token
  return {
    tokenId,
    name,
    scope: SCOPE,
    createdBy,
    createdAt: toIso(createdAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    revokedAt: toIsoOrNull(revokedAt),
  }
}
