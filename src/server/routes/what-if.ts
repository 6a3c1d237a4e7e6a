import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { optimiseBody, optimiseDto } from '../dto/optimise.ts'
import { whatIfBody, whatIfChoicesDto, whatIfDto, type WhatIfDto } from '../dto/what-if.ts'
import { jsonBytes } from '../json-bytes.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { optimiseWork } from '../services/optimise.ts'
import { compareScenarios } from '../services/what-if.ts'
import { whatIfChoices } from '../services/what-if-choices.ts'
import { whatIfCsv } from '../services/what-if-csv.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const split = z
  .enum(DIMENSIONS)
  .optional()
  .meta({ description: 'Tells each outcome by whose it is too, parts that add up to each wallet exactly' })
const comparing = query(
  z.strictObject({
    account: accountParameter,
    pieces: z
      .enum(['true', 'false'])
      .default('false')
      .meta({ description: 'Whether each line is told with the hours and prices that make it: ten times as long' }),
    split,
  }),
)
const asTable = query(
  z.strictObject({ account: accountParameter, by: z.enum(['month', 'day']).default('month'), split }),
)
const PROBLEMS = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const whatIfRoute = (context: AppContext) =>
  new Hono()
    .post(
      '/what-if',
      operation({
        id: 'compareScenarios',
        summary: 'The plan as it stands beside up to five scenarios; nothing is kept',
        answer: whatIfDto,
        problems: PROBLEMS,
      }),
      comparing,
      body(whatIfBody),
      async (c) => {
        const { pieces, ...of } = c.req.valid('query')
        const asked = { ...of, withPieces: pieces === 'true' }
        return jsonBytes<WhatIfDto>(c, await compareScenarios(context, c.req.valid('json'), asked))
      },
    )
    .get(
      '/what-if/choices',
      operation({
        id: 'getWhatIfChoices',
        summary: 'What the plan holds and what it can be changed to',
        answer: whatIfChoicesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await whatIfChoices(context, c.req.valid('query'))),
    )
    .get(
      '/what-if/schema.json',
      operation({
        id: 'getWhatIfSchema',
        summary: 'The JSON schema of what POST /what-if takes',
        answer: z.record(z.string(), z.unknown()),
      }),
      (c) => c.json(z.toJSONSchema(whatIfBody) as Record<string, unknown>),
    )
    .get(
      '/what-if/optimise/schema.json',
      operation({
        id: 'getOptimiseSchema',
        summary: 'The JSON schema of what POST /what-if/optimise takes',
        answer: z.record(z.string(), z.unknown()),
      }),
      (c) => c.json(z.toJSONSchema(optimiseBody) as Record<string, unknown>),
    )
    .post(
      '/what-if/optimise',
      operation({
        id: 'optimiseWork',
        summary: 'Every way of doing a piece of work, and the front of cost against finish time',
        answer: optimiseDto,
        problems: PROBLEMS,
      }),
      ofAccount,
      body(optimiseBody),
      async (c) => c.json(await optimiseWork(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/exports/what-if.csv',
      fileOperation(
        'exportWhatIf',
        'The comparison as CSV',
        'text/csv',
        'Each scenario and wallet by month or day, and in total with its difference by cause; with `split` the total of each project, owner or cost center too, in a column at the end. Money unrounded.',
      ),
      asTable,
      body(whatIfBody),
      async (c) => {
        const { fileName, body: csv } = await whatIfCsv(context, c.req.valid('json'), c.req.valid('query'))
        return c.body(csv, 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${fileName}"`,
          'cache-control': 'no-store',
        })
      },
    )
