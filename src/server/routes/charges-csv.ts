import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { fileOperation, query } from '../openapi.ts'
import { CHARGE_COLUMNS } from '../export/charges-csv.ts'
import { closedParameter, listParameter, partyParameters, periodInOrder, periodParameters } from '../parameters.ts'
import { chargesCsv } from '../services/charges-csv.ts'
import { fileKnownAt } from '../services/known-at.ts'
import { sendFile } from './send-file.ts'

const withParameter = listParameter(CHARGE_COLUMNS).meta({
  description:
    'Columns after the usual ones: any of project, owner, cost_center, inferred, separated by commas. With one of the ' +
    'first three a shared machine has a row for each part. `inferred` is true where it is known how long a machine slept ' +
    'within some days, and not on which.',
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
          ...partyParameters,
          account: accountOfRows,
          asOf: asOfParameter,
        })
        .superRefine(periodInOrder),
    ),
    async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'period', chargesCsv)),
  )
