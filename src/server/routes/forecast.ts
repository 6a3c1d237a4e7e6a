import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { FORECAST_GROUP_KEYS, forecastDto } from '../dto/forecast.ts'
import { operation, query } from '../openapi.ts'
import { dayParameter, listParameter } from '../parameters.ts'
import { forecast } from '../services/forecast.ts'

const ownedBy = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `Only this ${what}; 'not assigned' = of none` })

export const forecastQuery = z
  .strictObject({
    from: dayParameter.optional(),
    to: dayParameter.optional().meta({ description: 'Exclusive; without both the month that runs' }),
    currency: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    project: ownedBy('project'),
    owner: ownedBy('owner'),
    cost_center: ownedBy('cost center'),
    group: listParameter(FORECAST_GROUP_KEYS).optional(),
    account: accountParameter,
  })
  .superRefine(({ from, to }, context) => {
    if ((from === undefined) !== (to === undefined)) {
      const path = [from === undefined ? 'from' : 'to']
      context.addIssue({ code: 'custom', path, message: 'from and to go together; without both the month that runs' })
    } else if (from !== undefined && to !== undefined && from >= to) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from; it is not part of the period' })
    }
  })

export const forecastRoute = (context: AppContext) =>
  new Hono().get(
    '/forecast',
    operation({
      id: 'getForecast',
      summary: 'What is billed and what is still to come, by day and group, with its interval',
      answer: forecastDto,
      problems: ['invalid-request', 'not-ready'],
    }),
    query(forecastQuery),
    async (c) => c.json(await forecast(context, c.req.valid('query'))),
  )
