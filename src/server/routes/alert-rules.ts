import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { alertSettingBody, ruleBody, ruleDto } from '../dto/alerts.ts'
import { accountParameter } from '../dto/common.ts'
import { body, operation, path, query } from '../openapi.ts'
import { numberOfPath } from '../parameters.ts'
import { createRule, listRules, putRule, removeRule } from '../services/alert-rules.ts'
import { getAlertSetting, putAlertSetting } from '../services/alert-setting.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(numberOfPath)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const alertRulesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/alert-rules',
      operation({
        id: 'listAlertRules',
        summary: 'What is watched and who is told',
        answer: z.object({ rows: z.array(ruleDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await listRules(context, c.req.valid('query'))),
    )
    .post(
      '/alert-rules',
      operation({ id: 'createAlertRule', summary: 'Watches for one thing more', answer: ruleDto, problems: CHANGING }),
      ofAccount,
      body(ruleBody),
      async (c) => c.json(await createRule(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .put(
      '/alert-rules/:id',
      operation({
        id: 'putAlertRule',
        summary: 'Writes a rule anew',
        answer: ruleDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(ruleBody),
      async (c) => c.json(await putRule(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/alert-rules/:id',
      operation({
        id: 'deleteAlertRule',
        summary: 'Stops watching; its open alerts end without a word',
        answer: z.object({ ruleId: z.int() }),
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeRule(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .get(
      '/alert-setting',
      operation({
        id: 'getAlertSetting',
        summary: 'When the account is told of things',
        answer: alertSettingBody,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await getAlertSetting(context, c.req.valid('query'))),
    )
    .put(
      '/alert-setting',
      operation({
        id: 'putAlertSetting',
        summary: 'Sets quiet hours, the time of the digest and how long a top-up takes',
        answer: alertSettingBody,
        problems: CHANGING,
      }),
      ofAccount,
      body(alertSettingBody),
      async (c) => c.json(await putAlertSetting(context, c.req.valid('json'), c.req.valid('query'))),
    )
