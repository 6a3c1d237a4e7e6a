import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { metaDto } from '../dto/meta.ts'
import { operation, query } from '../openapi.ts'
import { meta } from '../services/meta.ts'

export const metaRoute = (context: AppContext) =>
  new Hono().get(
    '/meta',
    operation({
      id: 'getMeta',
      summary: 'Which account, wallets, regions and days there are',
      answer: metaDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(z.strictObject({ account: accountParameter })),
    async (c) => c.json(await meta(context, c.req.valid('query'))),
  )
