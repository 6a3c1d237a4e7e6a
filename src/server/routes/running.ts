import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { runningDto } from '../dto/running.ts'
import { operation, query } from '../openapi.ts'
import { holderParameters } from '../parameters.ts'
import { knownAt } from '../services/known-at.ts'
import { running } from '../services/running.ts'

export const runningRoute = (context: AppContext) =>
  new Hono().get(
    '/running',
    operation({
      id: 'listRunning',
      summary: 'What costs money now, dearest first',
      answer: runningDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        currency: z.string().min(1).optional(),
        region: z.string().min(1).optional(),
        ...holderParameters,
        account: accountParameter,
        asOf: asOfParameter,
      }),
    ),
    async (c) => c.json(await knownAt(context, c.req.valid('query'), 'month', running)),
  )
