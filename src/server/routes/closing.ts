import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf } from '../caller.ts'
import type { AppContext } from '../context.ts'
import { closeBody, closedMonthsDto, closingDto, reopenBody } from '../dto/closing.ts'
import { accountParameter } from '../dto/common.ts'
import { monthParameter } from '../months.ts'
import { body, operation, path, query } from '../openapi.ts'
import { closedMonths, closeMonth, closing, reopenMonth } from '../services/closing.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofMonth = path(z.strictObject({ month: monthParameter }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const closingRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/months',
      operation({
        id: 'listClosedMonths',
        summary: 'The months that are closed, and what they came to be since',
        answer: closedMonthsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await closedMonths(context, c.req.valid('query'))),
    )
    .get(
      '/months/:month',
      operation({
        id: 'getClosing',
        summary: 'What of a month is still open, or how it was closed and what changed since',
        answer: closingDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofMonth,
      ofAccount,
      async (c) => c.json(await closing(context, c.req.valid('param').month, c.req.valid('query'))),
    )
    .post(
      '/months/:month/close',
      operation({
        id: 'closeMonth',
        summary: 'Closes a month and those before it: its figures, assignments, rates and files are kept',
        answer: closingDto,
        problems: CHANGING,
      }),
      ofMonth,
      ofAccount,
      body(closeBody),
      async (c) =>
        c.json(await closeMonth(context, c.req.valid('param').month, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/months/:month/reopen',
      operation({
        id: 'reopenMonth',
        summary: 'Opens the last closed month again; who and why is kept',
        description:
          'Where QM_ADMIN_TOKEN is set: Authorization: Bearer with it. Refused where QM_HOSTS is set and it is not.',
        answer: closingDto,
        problems: [...CHANGING, 'unauthorized'],
      }),
      ofMonth,
      ofAccount,
      body(reopenBody),
      async (c) =>
        c.json(
          await reopenMonth(
            context,
            c.req.valid('param').month,
            c.req.valid('json'),
            c.req.valid('query'),
            callerOf(c),
          ),
        ),
    )
