import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { jobDto } from '../dto/ingest.ts'
import { operation, path, query } from '../openapi.ts'
import { job } from '../services/job.ts'

export const jobRoute = (context: AppContext) =>
  new Hono().get(
    '/jobs/:id',
    operation({
      id: 'getJob',
      summary: 'How far something that was asked for has come',
      answer: jobDto,
      problems: ['invalid-request', 'not-found', 'not-ready'],
    }),
    path(z.object({ id: z.string().regex(/^\d{1,15}$/, 'a whole number') })),
    query(z.strictObject({ account: accountParameter })),
    async (c) => c.json(await job(context, { id: Number(c.req.valid('param').id), ...c.req.valid('query') })),
  )
