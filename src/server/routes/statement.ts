import { Hono } from 'hono'
import { z } from 'zod'
import { STRETCHES } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { statementDto } from '../dto/statement.ts'
import { monthParameter } from '../months.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { closedParameter, dayParameter } from '../parameters.ts'
import { statementFile } from '../services/statement-csv.ts'
import { statement } from '../services/statement.ts'
import { sendFile } from './send-file.ts'

const asked = {
  account: accountParameter,
  month: monthParameter.optional().meta({ description: 'Instead of from and to; without any the month that runs' }),
  from: dayParameter.optional(),
  to: dayParameter.optional().meta({ description: 'Exclusive' }),
  by: z.enum(STRETCHES).optional().meta({
    description:
      "Without it days, and months past two of them; weeks, quarters and years begin as the account's calendar says",
  }),
  currency: currency.optional().meta({ description: 'Only this wallet' }),
}

interface Asked {
  readonly month?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

function inOrder({ month, from, to }: Asked, context: z.RefinementCtx): void {
  const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if ((from === undefined) !== (to === undefined)) wrong(from === undefined ? 'from' : 'to', 'from and to go together')
  else if (from !== undefined && to !== undefined && from >= to) wrong('to', 'must be after from; it is not part of it')
  if (month !== undefined && from !== undefined) wrong('month', 'goes without from and to')
}

export const statementRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/statement',
      operation({
        id: 'getStatement',
        summary: 'The statement of each wallet: opening, top-ups, charges, closing, and what nothing explains',
        answer: statementDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject(asked).superRefine(inOrder)),
      async (c) => c.json(await statement(context, c.req.valid('query'))),
    )
    .get(
      '/exports/statement.csv',
      fileOperation(
        'exportStatement',
        'The statement of each wallet as CSV',
        'text/csv',
        'A line per wallet and stretch.',
      ),
      query(z.strictObject({ ...asked, closed: closedParameter }).superRefine(inOrder)),
      async (c) => sendFile(c, await statementFile(context, c.req.valid('query'))),
    )
