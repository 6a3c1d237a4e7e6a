import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { priceChangesDto } from '../dto/prices.ts'
import { operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { priceChanges } from '../services/prices.ts'

export const priceChangesRoute = (context: AppContext) =>
  new Hono().get(
    '/price-changes',
    operation({
      id: 'listPriceChanges',
      summary: 'List prices that became others, with size and moment, the newest first',
      answer: priceChangesDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        from: dayParameter.optional(),
        to: dayParameter.optional().meta({ description: 'Exclusive' }),
        currency: currency.optional(),
        account: accountParameter,
      }),
    ),
    async (c) => c.json(await priceChanges(context, c.req.valid('query'))),
  )
