import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { capacityDto, demandDto } from '../dto/capacity.ts'
import { accountParameter } from '../dto/common.ts'
import { operation, query } from '../openapi.ts'
import { capacity } from '../services/capacity.ts'
import { demand } from '../services/demand.ts'

/** What the page and the CSV are asked. */
export const capacityParameters = z.strictObject({
  region: z.string().min(1).optional(),
  model: z.string().min(1).optional().meta({ description: 'GPU model, as the stock list spells it' }),
  size: z.coerce.number().int().min(1).max(64).optional().meta({ description: 'GPUs of one machine; 1 without it' }),
  account: accountParameter,
})

const demandParameters = z.strictObject({
  line: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'What, when, how long', examples: ['8 H100, Tuesday 09:00, 5 days'] }),
  wanted: z.coerce
    .number()
    .min(1)
    .max(99)
    .optional()
    .meta({ description: 'Of 100: from which chance on it counts as feasible; 80 without it' }),
  account: accountParameter,
})

export const capacityRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/capacity',
      operation({
        id: 'getCapacity',
        summary: 'Which GPUs can be had where: now, by hour of the week, and how long shortages last',
        answer: capacityDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(capacityParameters),
      async (c) => c.json(await capacity(context, c.req.valid('query'))),
    )
    .get(
      '/capacity/demand',
      operation({
        id: 'checkDemand',
        summary: 'One line of demand checked against stock, prices and wallets, with alternatives',
        answer: demandDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(demandParameters),
      async (c) => c.json(await demand(context, c.req.valid('query'))),
    )
