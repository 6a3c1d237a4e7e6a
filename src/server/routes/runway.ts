import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { lastUntilDto, runwaysDto, stopOrderDto } from '../dto/runway.ts'
import { body, operation, query } from '../openapi.ts'
import { dayParameter, holderParameters } from '../parameters.ts'
import { getStopOrder, lastUntilDay, putStopOrder } from '../services/last-until.ts'
import { runways } from '../services/runway.ts'

export const runwayRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/runway',
      operation({
        id: 'listRunways',
        summary: 'When each wallet ends, what the month costs if it is topped up and if not, and what goes on charging',
        answer: runwaysDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ currency: z.string().min(1).optional(), account: accountParameter })),
      async (c) => c.json(await runways(context, c.req.valid('query'))),
    )
    .get(
      '/runway/last-until',
      operation({
        id: 'getLastUntil',
        summary:
          'Whether a wallet lasts until a day, what may be spent a day, and what reaches it: measures and top-ups',
        answer: lastUntilDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(
        z.strictObject({
          currency: z.string().min(1),
          until: dayParameter.meta({ description: 'To the end of this day' }),
          certainty: z.coerce
            .number()
            .int()
            .min(50)
            .max(99)
            .optional()
            .meta({ description: 'How sure it has to be, per cent; 90 unless told' }),
          order: z
            .string()
            .optional()
            .meta({
              description:
                'Ids or names of machines, the least important first, separated by commas; then what can sleep, dearest ' +
                'first. Without it the order that is remembered; empty for none',
            }),
          keep: z.string().optional().meta({
            description:
              'Ids or names of machines that have to run on; only half their GPUs is proposed. Without it those remembered',
          }),
          ...holderParameters,
          account: accountParameter,
        }),
      ),
      async (c) => c.json(await lastUntilDay(context, c.req.valid('query'))),
    )
    .get(
      '/runway/stop-order',
      operation({
        id: 'getStopOrder',
        summary: 'Which machines stop first where a wallet has to last, as it was said last',
        answer: stopOrderDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      async (c) => c.json(await getStopOrder(context, c.req.valid('query'))),
    )
    .put(
      '/runway/stop-order',
      operation({
        id: 'putStopOrder',
        summary: 'Remembers which machines stop first where a wallet has to last',
        answer: stopOrderDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      body(stopOrderDto),
      async (c) => c.json(await putStopOrder(context, c.req.valid('json'), c.req.valid('query'))),
    )
