import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { readingsDto } from '../dto/ingest.ts'
import { operation, query } from '../openapi.ts'
import { readings } from '../services/readings.ts'

export const readingsRoute = (context: AppContext) =>
  new Hono().get(
    '/readings',
    operation({
      id: 'listReadings',
      summary: 'When each source was last read and is read next, and how many requests that takes',
      answer: readingsDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(z.strictObject({ account: accountParameter })),
    async (c) => c.json(await readings(context, c.req.valid('query'))),
  )
