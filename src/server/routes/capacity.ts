import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { capacityDto, demandDto, demandPlanBody, plannedDemandsDto } from '../dto/capacity.ts'
import { accountParameter } from '../dto/common.ts'
import { planDto } from '../dto/plan.ts'
import { body, operation, query } from '../openapi.ts'
import { holderParameters } from '../parameters.ts'
import { adoptDemand } from '../services/adopt-demand.ts'
import { capacity } from '../services/capacity.ts'
import { demand } from '../services/demand.ts'
import { plannedDemands } from '../services/planned-demands.ts'

/** What the page and the CSV are asked. */
export const capacityParameters = z.strictObject({
  region: z.string().min(1).optional(),
  model: z.string().min(1).optional().meta({ description: 'GPU model, as the stock list spells it' }),
  size: z.coerce.number().int().min(1).max(64).optional().meta({ description: 'GPUs of one machine; 1 without it' }),
  account: accountParameter,
})

const wanted = z.strictObject({
  wanted: z.coerce
    .number()
    .min(1)
    .max(99)
    .optional()
    .meta({ description: 'Of 100: from which chance on it counts as feasible; 80 without it' }),
  account: accountParameter,
})

const demandParameters = wanted.extend({
  line: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'What, when, how long', examples: ['8 H100, Tuesday 09:00, 5 days'] }),
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
    .post(
      '/capacity/demand/plan',
      operation({
        id: 'adoptDemand',
        summary: 'Keeps an option of a demand as a plan, with what its check came to as the reason',
        answer: planDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(wanted),
      body(demandPlanBody),
      async (c) => c.json(await adoptDemand(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/capacity/planned',
      operation({
        id: 'getPlannedDemands',
        summary: 'The deployments that are planned, each checked as of now against stock, price and wallet',
        answer: plannedDemandsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(wanted.extend(holderParameters)),
      async (c) => c.json(await plannedDemands(context, c.req.valid('query'))),
    )
