import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { fileBody, importedPricesDto, pricesDto } from '../dto/prices.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { importPriceFile } from '../services/import-prices.ts'
import { prices, pricesFile } from '../services/prices.ts'
import { sendFile } from './send-file.ts'

const parameters = z.strictObject({
  day: dayParameter.optional().meta({ description: 'What held at the end of this day; now without it' }),
  currency: currency.optional(),
  account: accountParameter,
})

export const pricesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/prices',
      operation({
        id: 'listPrices',
        summary: 'What is priced, by list and by contract, since when, and what held before',
        answer: pricesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await prices(context, c.req.valid('query'))),
    )
    .post(
      '/prices/import',
      operation({
        id: 'importPrices',
        summary: 'Takes a CSV of dated lists and contracts',
        description:
          'Columns sku, currency, price, valid_from; where wanted kind (list or contract), unit, discount_percent, ' +
          'valid_to. The next ingest, which is asked for, rates the days of the past anew.',
        answer: importedPricesDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      body(fileBody),
      async (c) => c.json(await importPriceFile(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/prices.csv',
      fileOperation('exportPrices', 'Every price that held as CSV', 'text/csv', 'In the form that the import takes.'),
      query(parameters),
      async (c) => sendFile(c, await pricesFile(context, c.req.valid('query'))),
    )
