import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { ACCURACY_SOURCES, forecastAccuracyDto } from '../dto/forecast-accuracy.ts'
import { operation, query } from '../openapi.ts'
import { listParameter } from '../parameters.ts'
import { accuracy } from '../services/forecast-accuracy.ts'

export const forecastAccuracyRoute = (context: AppContext) =>
  new Hono().get(
    '/forecast/accuracy',
    operation({
      id: 'getForecastAccuracy',
      summary: 'How far the last forecasts were off, how often their band held, and to which side they lean',
      answer: forecastAccuracyDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(
      z.strictObject({
        source: listParameter(ACCURACY_SOURCES).optional(),
        currency: z.string().min(1).optional(),
        account: accountParameter,
      }),
    ),
    async (c) => c.json(await accuracy(context, c.req.valid('query'))),
  )
