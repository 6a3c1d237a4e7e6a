import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { ruleBody, ruleDto, rulePreviewBody, rulePreviewDto, rulesDto } from '../dto/assignments.ts'
import { accountParameter } from '../dto/common.ts'
import { body, operation, path, query } from '../openapi.ts'
import {
  assignmentRules,
  createAssignmentRule,
  previewAssignmentRule,
  putAssignmentRule,
  removeAssignmentRule,
} from '../services/assignment-rules.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const assignmentRulesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/assignment-rules',
      operation({
        id: 'listAssignmentRules',
        summary: 'The rules that tell whose resources are, in their order',
        answer: rulesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await assignmentRules(context, c.req.valid('query'))),
    )
    .post(
      '/assignment-rules',
      operation({
        id: 'createAssignmentRule',
        summary: 'Adds a rule',
        answer: ruleDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(ruleBody),
      async (c) => c.json(await createAssignmentRule(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/assignment-rules/preview',
      operation({
        id: 'previewAssignmentRule',
        summary: 'What a rule would match and change, before it is kept',
        answer: rulePreviewDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofAccount,
      body(rulePreviewBody),
      async (c) => c.json(await previewAssignmentRule(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .put(
      '/assignment-rules/:id',
      operation({
        id: 'putAssignmentRule',
        summary: 'Writes a rule anew; with a position it moves there',
        answer: ruleDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(ruleBody),
      async (c) =>
        c.json(await putAssignmentRule(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/assignment-rules/:id',
      operation({
        id: 'deleteAssignmentRule',
        summary: 'Forgets a rule',
        answer: z.object({ ruleId: z.int() }),
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeAssignmentRule(context, c.req.valid('param').id, c.req.valid('query'))),
    )
