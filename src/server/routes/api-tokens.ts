import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { newTokenDto, tokenBody, tokenDto } from '../dto/api-token.ts'
import { accountParameter } from '../dto/common.ts'
import { body, operation, path, query } from '../openapi.ts'
import { createToken, listTokens, revoke } from '../services/api-tokens.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))

/** Tokens that can tell the use of GPUs and read nothing: for scripts on the machines themselves. */
export const apiTokensRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/tokens',
      operation({
        id: 'listTokens',
        summary: 'The tokens that machines tell their use by',
        answer: z.object({ rows: z.array(tokenDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await listTokens(context, c.req.valid('query'))),
    )
    .post(
      '/tokens',
      operation({
        id: 'createToken',
        summary: 'Makes a token that can tell the use of GPUs and do nothing else',
        answer: newTokenDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(tokenBody),
      async (c) => c.json(await createToken(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/tokens/:id',
      operation({
        id: 'revokeToken',
        summary: 'Makes a token worthless',
        answer: tokenDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      path(z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) })),
      ofAccount,
      async (c) => c.json(await revoke(context, c.req.valid('param').id, c.req.valid('query'))),
    )
