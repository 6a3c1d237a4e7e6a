import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { FOCUS_VERSIONS } from '../../engine/index.ts'
import { fileOperation, query } from '../openapi.ts'
import { closedParameter, dayParameter, partyParameters, periodInOrder } from '../parameters.ts'
import { focusCsv } from '../services/focus-csv.ts'
import { fileKnownAt } from '../services/known-at.ts'
import { sendFile } from './send-file.ts'

const utcDay = dayParameter.meta({ format: 'date', description: 'Day of UTC' })

export const focusCsvRoute = (context: AppContext) =>
  new Hono().get(
    '/exports/focus.csv',
    fileOperation(
      'exportFocus',
      'Charges of a period in the columns of FOCUS 1.4 or 1.2',
      'text/csv',
      'By UTC days. Spend is the sum of EffectiveCost: wallets are paid before, so that usage has a BilledCost of 0. ' +
        'An empty cell is null. What came into a wallet (Purchase, Tax, Credit, Adjustment) is of no project, owner or cost ' +
        "center: of a filter only 'not assigned' holds it.",
    ),
    query(
      z
        .strictObject({
          from: utcDay,
          to: utcDay.meta({ description: 'Day of UTC, exclusive' }),
          closed: closedParameter,
          version: z.enum(FOCUS_VERSIONS).default('1.4'),
          ...partyParameters,
          account: accountParameter,
          asOf: asOfParameter,
        })
        .superRefine(periodInOrder),
    ),
    async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'all', focusCsv)),
  )
