import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { quarantineDto } from '../dto/ingest.ts'
import { operation, query } from '../openapi.ts'
import { quarantine } from '../services/quarantine.ts'

export const quarantineRoute = (context: AppContext) =>
  new Hono().get(
    '/quarantine',
    operation({
      id: 'listQuarantine',
      summary: 'Rows of Barrack that could not be understood and are in no total',
      answer: quarantineDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(z.strictObject({ account: accountParameter, next: z.string().optional() })),
    async (c) => c.json(await quarantine(context, c.req.valid('query'))),
  )
