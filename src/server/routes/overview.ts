import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { overviewDto } from '../dto/overview.ts'
import { operation, query } from '../openapi.ts'
import { knownAt } from '../services/known-at.ts'
import { overview } from '../services/overview.ts'

export const overviewRoute = (context: AppContext) =>
  new Hono().get(
    '/overview',
    operation({
      id: 'getOverview',
      summary: 'Per wallet: spent this month, its forecast, run rate, balance and runway',
      answer: overviewDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(z.strictObject({ account: accountParameter, asOf: asOfParameter })),
    async (c) => c.json(await knownAt(context, c.req.valid('query'), 'month', overview)),
  )
