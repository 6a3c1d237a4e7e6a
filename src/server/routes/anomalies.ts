import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { anomaliesDto, expectedBody, expectedDto } from '../dto/anomalies.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { anomalies, sayExpected } from '../services/anomalies.ts'
import { anomaliesCsv } from '../export/anomalies-csv.ts'
import { reportFile } from '../services/report-file.ts'
import { sendFile } from './send-file.ts'

const asked = query(
  z.strictObject({
    account: accountParameter,
    from: dayParameter.optional(),
    to: dayParameter.optional(),
    currency: currency.optional(),
  }),
)

export const anomaliesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/anomalies',
      operation({
        id: 'listAnomalies',
        summary: 'Spend that was not to be expected, newest first; the last thirty days unless told',
        answer: anomaliesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      asked,
      async (c) => c.json(await anomalies(context, c.req.valid('query'))),
    )
    .put(
      '/anomalies/expected',
      operation({
        id: 'putExpected',
        summary: 'Says that an anomaly was to be expected, so that nobody is told of it; or takes that back',
        answer: expectedDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      body(expectedBody),
      async (c) => c.json(await sayExpected(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/anomalies.csv',
      fileOperation('exportAnomalies', 'The same as CSV', 'text/csv', 'A line per anomaly.'),
      asked,
      async (c) => {
        const question = c.req.valid('query')
        const csv = anomaliesCsv(await anomalies(context, question))
        return sendFile(c, await reportFile(context, question, 'anomalies.csv', csv))
      },
    )
