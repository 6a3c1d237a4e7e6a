import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { dismissBody, dismissedDto, recommendationsDto } from '../dto/recommendations.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { holderParameters, whoseParameter } from '../parameters.ts'
import { dismiss, recommendations, recommendationsFile } from '../services/recommendations.ts'
import { sendFile } from './send-file.ts'

const asked = z.strictObject({ currency: currency.optional(), ...holderParameters, account: accountParameter })

export const recommendationsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/recommendations',
      operation({
        id: 'listRecommendations',
        summary: 'What is worth doing, with what it could avoid a month and what it may cost',
        answer: recommendationsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(asked),
      async (c) => c.json(await recommendations(context, c.req.valid('query'))),
    )
    .get(
      '/exports/recommendations.csv',
      fileOperation(
        'exportRecommendations',
        'The same as CSV',
        'text/csv',
        'A line for each, wallet by wallet, what avoids most first, those that are not wanted too.',
      ),
      query(asked.extend({ with: whoseParameter })),
      async (c) => sendFile(c, await recommendationsFile(context, c.req.valid('query'))),
    )
    .put(
      '/recommendations/dismissed',
      operation({
        id: 'dismissRecommendation',
        summary: 'Says that a recommendation is not wanted, and why, or that it is again',
        answer: dismissedDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      body(dismissBody),
      async (c) => c.json(await dismiss(context, c.req.valid('json'), c.req.valid('query'))),
    )
