import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { forecastChangeDto } from '../dto/forecast-change.ts'
import { operation, query } from '../openapi.ts'
import { changeOfForecast } from '../services/forecast-change.ts'

export const forecastChangeRoute = (context: AppContext) =>
  new Hono().get(
    '/forecast/change',
    operation({
      id: 'getForecastChange',
      summary: 'Why the forecast of the month or quarter that runs is another than it was',
      answer: forecastChangeDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        horizon: z.enum(['month', 'quarter']).optional().meta({ description: 'The month unless told' }),
        madeBy: z.iso
          .datetime()
          .optional()
          .meta({ description: 'Against the last one made by this moment; a day before the last reading unless told' }),
        currency: z.string().min(1).optional(),
        account: accountParameter,
      }),
    ),
    async (c) => c.json(await changeOfForecast(context, c.req.valid('query'))),
  )
