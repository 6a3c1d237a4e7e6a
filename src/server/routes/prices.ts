import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter, currency } from '../dto/common.ts'
import { fileBody, importedPricesDto, priceEntryBody, priceEntryDto, priceEntryKey, pricesDto } from '../dto/prices.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { importPriceFile } from '../services/import-prices.ts'
import { fileKnownAt, knownAt } from '../services/known-at.ts'
import { putPriceEntry, removePriceEntry } from '../services/price-entries.ts'
import { prices, pricesFile } from '../services/prices.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const parameters = z.strictObject({
  day: dayParameter.optional().meta({ description: 'What held at the end of this day; now without it' }),
  currency: currency.optional(),
  account: accountParameter,
  asOf: asOfParameter,
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
      async (c) => c.json(await knownAt(context, c.req.valid('query'), 'all', prices)),
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
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importPriceFile(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .put(
      '/prices/entries',
      operation({
        id: 'putPriceEntry',
        summary: 'Keeps one price of a dated list, a contract or a discount that was typed',
        description: 'In the place of one of the same sku, wallet and beginning. The next ingest rates the past anew.',
        answer: priceEntryDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(priceEntryBody),
      async (c) => c.json(await putPriceEntry(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/prices/entries',
      operation({
        id: 'deletePriceEntry',
        summary: 'Takes a typed or imported price, or a contract, away; what the API told stays',
        answer: priceEntryDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      query(priceEntryKey.extend({ account: accountParameter })),
      async (c) => c.json(await removePriceEntry(context, c.req.valid('query'))),
    )
    .get(
      '/exports/prices.csv',
      fileOperation('exportPrices', 'Every price that held as CSV', 'text/csv', 'In the form that the import takes.'),
      query(parameters),
      async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'all', pricesFile)),
    )
