import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { fileOperation, query } from '../openapi.ts'
import { DIMENSIONS } from '../../engine/index.ts'
import { closedParameter, listParameter, periodInOrder, periodParameters } from '../parameters.ts'
import { chargesCsv } from '../services/charges-csv.ts'
import { fileKnownAt } from '../services/known-at.ts'
import { sendFile } from './send-file.ts'

const withParameter = listParameter(DIMENSIONS).meta({
  description:
    'Columns after the usual ones: any of project, owner, cost_center, separated by commas. A shared machine then has a ' +
    'row for each part.',
})
const accountOfRows = accountParameter.meta({ description: "An account's slug; without it the rows of all accounts" })

export const chargesCsvRoute = (context: AppContext) =>
  new Hono().get(
    '/exports/charges.csv',
    fileOperation(
      'exportCharges',
      'Charges of a period as CSV',
      'text/csv',
      'One row per day, account, currency, resource, sku and state; money unrounded; CRLF, UTF-8 without BOM.',
    ),
    query(
      z
        .strictObject({
          ...periodParameters,
          with: withParameter.optional(),
          closed: closedParameter,
          account: accountOfRows,
          asOf: asOfParameter,
        })
        .superRefine(periodInOrder),
    ),
    async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'period', chargesCsv)),
  )
