import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency, deletedDto } from '../dto/common.ts'
import { fxDto, importedFxDto, shownSpendDto, typedRateBody, typedRateKey } from '../dto/fx.ts'
import { fileBody } from '../dto/prices.ts'
import { shownSpendCsv } from '../export/shown-spend-csv.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { partyParameters, periodInOrder, periodParameters } from '../parameters.ts'
import { fx, importFxFile, putTypedRate, removeTypedRate } from '../services/fx.ts'
import { reportFile } from '../services/report-file.ts'
import { shownSpend } from '../services/shown-spend.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const shownQuery = z
  .strictObject({
    ...periodParameters,
    mode: z.enum(['wallet', 'month-fixed', 'as-of']).default('wallet'),
    in: currency.optional().meta({ description: 'The currency to show amounts in' }),
    choice: z
      .enum(['mean', 'last', 'typed'])
      .default('mean')
      .meta({ description: 'For month-fixed: the mean of the published days, the last one, or the typed rate' }),
    ...partyParameters,
    account: accountParameter,
  })
  .superRefine(periodInOrder)

export const fxRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/fx',
      operation({
        id: 'getExchangeRates',
        summary: 'Which exchange rates are known',
        answer: fxDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await fx(context, c.req.valid('query'))),
    )
    .post(
      '/fx/import',
      operation({
        id: 'importExchangeRates',
        summary: "Takes the ECB's history of rates as it is downloaded",
        answer: importedFxDto,
        problems: ['invalid-request', 'foreign-origin'],
      }),
      body(fileBody),
      async (c) => c.json(await importFxFile(context, c.req.valid('json'))),
    )
    .post(
      '/fx/typed',
      operation({
        id: 'typeExchangeRate',
        summary: 'Keeps a rate of one month that was typed in; the last word counts',
        answer: typedRateBody,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(typedRateBody),
      async (c) => c.json(await putTypedRate(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/fx/typed',
      operation({
        id: 'deleteTypedRate',
        summary: 'Takes a typed rate away',
        answer: deletedDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(typedRateKey.extend({ account: accountParameter })),
      async (c) => c.json(await removeTypedRate(context, c.req.valid('query'))),
    )
    .get(
      '/fx/spend',
      operation({
        id: 'getShownSpend',
        summary: 'What was billed, by wallet or converted: one mode for the whole answer, with every rate and its days',
        answer: shownSpendDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(shownQuery),
      async (c) => c.json(await shownSpend(context, c.req.valid('query'))),
    )
    .get(
      '/exports/shown-spend.csv',
      fileOperation(
        'exportShownSpend',
        'The same as CSV',
        'text/csv',
        'A row per wallet and rate; `converted` is empty where a day has no rate, and in mode wallet.',
      ),
      query(shownQuery),
      async (c) => {
        const spend = await shownSpend(context, c.req.valid('query'))
        return sendFile(c, await reportFile(context, c.req.valid('query'), 'shown-spend.csv', shownSpendCsv(spend)))
      },
    )
