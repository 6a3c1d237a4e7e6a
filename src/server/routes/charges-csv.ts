import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { fileOperation, query } from '../openapi.ts'
import { periodInOrder, periodParameters } from '../parameters.ts'
import { chargesCsv } from '../services/charges-csv.ts'

export const chargesCsvRoute = (context: AppContext) =>
  new Hono().get(
    '/exports/charges.csv',
    fileOperation(
      'exportCharges',
      'Charges of a period as CSV',
      'text/csv',
      'One row per day, account, currency, resource, sku and state; money unrounded; CRLF, UTF-8 without BOM.',
    ),
    query(z.strictObject(periodParameters).superRefine(periodInOrder)),
    async (c) => {
      const { fileName, body } = await chargesCsv(context, c.req.valid('query'))
      return c.body(body, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      })
    },
  )
