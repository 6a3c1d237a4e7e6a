import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import { callerOf } from '../caller.ts'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { deedBody, exceptionBody, planBody, planDto, planImportBody, planImportDto } from '../dto/plan.ts'
import { body, fileOperation, operation, path, query } from '../openapi.ts'
import { listParameter, partyParameters } from '../parameters.ts'
import { importPlans } from '../services/import-plans.ts'
import { plansFile } from '../services/plans-file.ts'
import { approve, createException, createPlan, listPlans, withdraw } from '../services/plans.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready', 'unauthorized'] as const
/** Told of each route by which machines can come to be put to sleep or woken. */
const STEERING =
  'What has machines put to sleep or woken (sleep, away, end and holidays, once approved) asks for Authorization: Bearer with QM_ADMIN_TOKEN where one is set, and is refused without one where the server is reached from elsewhere than loopback. What keeps a machine on asks for nothing.'
const parameters = z.strictObject({
  state: planDto.shape.state.optional().meta({ description: 'Without it those proposed and approved' }),
  kind: z
    .enum(['sleep', 'keep-on', 'away', 'end', 'working-hours', 'holiday', 'deploy', 'month'])
    .optional()
    .meta({ description: 'What is planned' }),
  machine: z.string().min(1).optional().meta({ description: 'Of the machine of this id alone' }),
  project: partyParameters.project.meta({
    description:
      "Only what speaks of it, of a machine that it has a share in, or of the whole account; 'not assigned' = of none",
  }),
  owner: partyParameters.owner,
  cost_center: partyParameters.cost_center,
  account: accountParameter,
})

export const plansRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/plans',
      operation({
        id: 'listPlans',
        summary: 'What is planned: schedules, exceptions, holidays, deployments, ends, months by hand',
        answer: z.object({ zone: z.string(), rows: z.array(planDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await listPlans(context, c.req.valid('query'))),
    )
    .get(
      '/exports/plans.csv',
      fileOperation(
        'exportPlans',
        'What is planned as CSV',
        'text/csv',
        'In the form that the import takes; the columns of whose it is name all that have a share in what a plan is about.',
      ),
      query(parameters.extend({ with: listParameter(DIMENSIONS).optional() })),
      async (c) => sendFile(c, await plansFile(context, c.req.valid('query'))),
    )
    .post(
      '/plans',
      operation({
        id: 'createPlan',
        summary: 'Plans something; schedules and deployments begin as proposals, all else counts at once',
        description: STEERING,
        answer: planDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(planBody),
      async (c) => c.json(await createPlan(context, c.req.valid('json'), c.req.valid('query'), callerOf(c))),
    )
    .post(
      '/plans/exceptions',
      operation({
        id: 'createException',
        summary:
          "Plans an exception as it is said: 'keep on until Fri 18:00', 'away 20 Dec to 7 Jan', 'ends on 12 Dec'",
        description: STEERING,
        answer: planDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(exceptionBody),
      async (c) => c.json(await createException(context, c.req.valid('json'), c.req.valid('query'), callerOf(c))),
    )
    .post(
      '/plans/import',
      operation({
        id: 'importPlans',
        summary: 'Takes a CSV of plans or an iCalendar file of holidays',
        description:
          'Columns who (account, owner:NAME, project:NAME, machine:ID or a name), what, from, to (exclusive), week, ' +
          'name, machines, gpu_count, gpu_model, tier, region, currency, amount, reason. What stands already is left. ' +
          STEERING,
        answer: planImportDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(planImportBody),
      async (c) => c.json(await importPlans(context, c.req.valid('json'), c.req.valid('query'), callerOf(c))),
    )
    .post(
      '/plans/:id/approve',
      operation({
        id: 'approvePlan',
        summary: 'Approves a proposal',
        description: STEERING,
        answer: planDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(deedBody),
      async (c) =>
        c.json(
          await approve(context, c.req.valid('param').id, c.req.valid('json').by, c.req.valid('query'), callerOf(c)),
        ),
    )
    .post(
      '/plans/:id/withdraw',
      operation({
        id: 'withdrawPlan',
        summary: 'Takes a plan back; it stays among those withdrawn',
        description: STEERING,
        answer: planDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(deedBody),
      async (c) =>
        c.json(
          await withdraw(context, c.req.valid('param').id, c.req.valid('json').by, c.req.valid('query'), callerOf(c)),
        ),
    )
