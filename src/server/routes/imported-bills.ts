import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { importBillsBody, importedBillsDto } from '../dto/imported-bills.ts'
import { body, operation, query } from '../openapi.ts'
import { importBills } from '../services/import-bills.ts'

export const importedBillsRoute = (context: AppContext) =>
  new Hono().post(
    '/billing-records/import',
    operation({
      id: 'importBills',
      summary: 'Takes bills from a file: saved answers of the billing lists, or a charges CSV',
      description:
        'By the same path and checks as an ingest: what does not parse goes to quarantine. A line of a charges CSV stands ' +
        'for its resource and day until Barrack itself tells of them.',
      answer: importedBillsDto,
      problems: ['invalid-request', 'foreign-origin', 'busy'],
    }),
    query(z.strictObject({ account: accountParameter })),
    body(importBillsBody),
    async (c) => c.json(await importBills(context, c.req.valid('json'), c.req.valid('query'))),
  )
