import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { anomaliesDto, expectedBody, expectedDto } from '../dto/anomalies.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter, holderParameters, listParameter } from '../parameters.ts'
import { anomalies, sayExpected } from '../services/anomalies.ts'
import { anomaliesFile } from '../services/anomalies-file.ts'
import { sendFile } from './send-file.ts'

const parameters = z.strictObject({
  account: accountParameter,
  from: dayParameter.optional(),
  to: dayParameter.optional(),
  currency: currency.optional(),
  ...holderParameters,
})
const asked = query(parameters)

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
      fileOperation(
        'exportAnomalies',
        'The same as CSV',
        'text/csv',
        'A line per anomaly; columns of whose it is name all that have a share of its resources today.',
      ),
      query(parameters.extend({ with: listParameter(DIMENSIONS).optional() })),
      async (c) => sendFile(c, await anomaliesFile(context, c.req.valid('query'))),
    )
