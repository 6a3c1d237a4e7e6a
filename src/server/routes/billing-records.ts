import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { fileOperation, query } from '../openapi.ts'
import { billingRecordsFile } from '../services/billing-records-file.ts'

export const billingRecordsRoute = (context: AppContext) =>
  new Hono().get(
    '/exports/billing-records.json',
    fileOperation(
      'exportBillingRecords',
      'Every billing record as Barrack told it last',
      'application/json',
      'In the form of the answers of the billing lists, so that `qm import billing` takes it again.',
    ),
    query(z.strictObject({ account: accountParameter })),
    async (c) => {
      const { fileName, body } = await billingRecordsFile(context, c.req.valid('query'))
      return c.body(body, 200, {
        'content-type': 'application/json',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      })
    },
  )
