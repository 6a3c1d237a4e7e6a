import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { planningSettingsDto } from '../dto/planning-settings.ts'
import { body, operation, query } from '../openapi.ts'
import { getPlanningSettings, putPlanningSettings } from '../services/planning-settings.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))

export const planningSettingsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/planning-settings',
      operation({
        id: 'getPlanningSettings',
        summary: 'How the machines of an account are advised on',
        answer: planningSettingsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await getPlanningSettings(context, c.req.valid('query'))),
    )
    .put(
      '/planning-settings',
      operation({
        id: 'putPlanningSettings',
        summary: 'Keeps how the machines of an account are advised on',
        answer: planningSettingsDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(planningSettingsDto),
      async (c) => c.json(await putPlanningSettings(context, c.req.valid('json'), c.req.valid('query'))),
    )
