import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { FOCUS_VERSIONS } from '../../engine/index.ts'
import { fileOperation, query } from '../openapi.ts'
import { closedParameter, dayParameter, periodInOrder } from '../parameters.ts'
import { focusCsv } from '../services/focus-csv.ts'

const utcDay = dayParameter.meta({ format: 'date', description: 'Day of UTC' })

export const focusCsvRoute = (context: AppContext) =>
  new Hono().get(
    '/exports/focus.csv',
    fileOperation(
      'exportFocus',
      'Charges of a period in the columns of FOCUS 1.4 or 1.2',
      'text/csv',
      'By UTC days. Spend is the sum of EffectiveCost: wallets are paid before, so that usage has a BilledCost of 0. ' +
        'An empty cell is null.',
    ),
    query(
      z
        .strictObject({
          from: utcDay,
          to: utcDay.meta({ description: 'Day of UTC, exclusive' }),
          closed: closedParameter,
          version: z.enum(FOCUS_VERSIONS).default('1.4'),
          account: accountParameter,
        })
        .superRefine(periodInOrder),
    ),
    async (c) => {
      const { fileName, body } = await focusCsv(context, c.req.valid('query'))
      return c.body(body, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      })
    },
  )
