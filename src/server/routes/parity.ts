import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { parityDto } from '../dto/fx.ts'
import { parityCsv } from '../export/parity-csv.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { parity } from '../services/fx.ts'
import { reportFile } from '../services/report-file.ts'
import { sendFile } from './send-file.ts'

const parameters = z.strictObject({
  from: currency.optional().meta({ description: 'The wallet compared with; USD where the account has one' }),
  to: currency.optional(),
  day: dayParameter.optional().meta({ description: 'What held at the end of this day; now without it' }),
  rate: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,12})?$/, 'a plain decimal, as 0.8548')
    .optional()
    .meta({ description: 'A typed market rate: units of `to` for one of `from`' }),
  account: accountParameter,
})

export const parityRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/parity',
      operation({
        id: 'compareLists',
        summary: 'The price lists of two wallets compared sku by sku, with the rate that each pair implies',
        answer: parityDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await parity(context, c.req.valid('query'))),
    )
    .get(
      '/exports/parity.csv',
      fileOperation(
        'exportParity',
        'The same as CSV',
        'text/csv',
        '`implied_rate`: at which both lists cost the same; `difference` is empty without a market rate.',
      ),
      query(parameters),
      async (c) => {
        const lists = await parity(context, c.req.valid('query'))
        return sendFile(c, await reportFile(context, c.req.valid('query'), 'parity.csv', parityCsv(lists)))
      },
    )
