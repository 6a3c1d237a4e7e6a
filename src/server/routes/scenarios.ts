import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { scenarioBody, scenarioDto } from '../dto/scenario.ts'
import { body, operation, path, query } from '../openapi.ts'
import { numberOfPath } from '../parameters.ts'
import { createScenario, getScenario, listScenarios, putScenario, removeScenario } from '../services/scenarios.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(numberOfPath)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const scenariosRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/scenarios',
      operation({
        id: 'listScenarios',
        summary: 'The scenarios that are kept, by name',
        answer: z.object({ rows: z.array(scenarioDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await listScenarios(context, c.req.valid('query'))),
    )
    .post(
      '/scenarios',
      operation({
        id: 'createScenario',
        summary: 'Keeps a scenario under a name that is free',
        answer: scenarioDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(scenarioBody),
      async (c) => c.json(await createScenario(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/scenarios/:id',
      operation({
        id: 'getScenario',
        summary: 'A scenario that is kept',
        answer: scenarioDto,
        problems: ['invalid-request', 'not-found', 'not-ready'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await getScenario(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .put(
      '/scenarios/:id',
      operation({
        id: 'putScenario',
        summary: 'Writes a kept scenario anew',
        answer: scenarioDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(scenarioBody),
      async (c) =>
        c.json(await putScenario(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/scenarios/:id',
      operation({
        id: 'deleteScenario',
        summary: 'Forgets a scenario',
        answer: z.object({ scenarioId: z.int() }),
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeScenario(context, c.req.valid('param').id, c.req.valid('query'))),
    )
