import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { forecastWaysDto, WAYS_AHEAD } from '../dto/forecast-ways.ts'
import { operation, query } from '../openapi.ts'
import { forecastWays } from '../services/forecast-ways.ts'

export const forecastWaysRoute = (context: AppContext) =>
  new Hono().get(
    '/forecast/ways',
    operation({
      id: 'getForecastWays',
      summary: 'What each way of forecasting says of a wallet, how far off it was, and its share in the mixture',
      answer: forecastWaysDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        ahead: z
          .enum(WAYS_AHEAD)
          .optional()
          .meta({ description: 'A week by the hour unless told, or six weeks by the day' }),
        currency: z.string().min(1).optional(),
        account: accountParameter,
      }),
    ),
    async (c) => c.json(await forecastWays(context, c.req.valid('query'))),
  )
