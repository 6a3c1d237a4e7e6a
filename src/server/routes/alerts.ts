import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { acknowledgeBody, alertDto, alertsDto } from '../dto/alerts.ts'
import { accountParameter } from '../dto/common.ts'
import { body, operation, path, query } from '../openapi.ts'
import { numberOfPath, partyParameters } from '../parameters.ts'
import { acknowledge, listAlerts } from '../services/alerts.ts'

export const alertsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/alerts',
      operation({
        id: 'listAlerts',
        summary: 'What was found, newest first',
        answer: alertsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(
        z.strictObject({
          account: accountParameter,
          state: z.enum(['open', 'over']).optional().meta({ description: 'Without it both' }),
          project: partyParameters.project.meta({
            description: "Only what is about it; 'not assigned' is what is about no project, such as a wallet",
          }),
          owner: partyParameters.owner,
          cost_center: partyParameters.cost_center,
          next: z.string().optional(),
        }),
      ),
      async (c) => c.json(await listAlerts(context, c.req.valid('query'))),
    )
    .post(
      '/alerts/:id/acknowledge',
      operation({
        id: 'acknowledgeAlert',
        summary: 'Says that somebody has taken an alert up, so that stand-ins are left alone',
        answer: alertDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      path(numberOfPath),
      query(z.strictObject({ account: accountParameter })),
      body(acknowledgeBody),
      async (c) =>
        c.json(await acknowledge(context, c.req.valid('param').id, c.req.valid('json').by, c.req.valid('query'))),
    )
