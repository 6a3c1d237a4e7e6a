import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { chargebackDto, chargebackQuery, sendChargebackBody, sentChargebackDto } from '../dto/chargeback.ts'
import { accountParameter } from '../dto/common.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { chargebackDocument, chargebackFile } from '../services/chargeback-files.ts'
import { chargeback } from '../services/chargeback.ts'
import { sendChargeback } from '../services/send-chargeback.ts'
import { sendFile } from './send-file.ts'

const asked = query(chargebackQuery)

export const chargebackRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/chargeback',
      operation({
        id: 'getChargeback',
        summary: 'What each project, owner or cost center is charged for a month, will come to, and could avoid',
        answer: chargebackDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      asked,
      async (c) => c.json(await chargeback(context, c.req.valid('query'))),
    )
    .post(
      '/chargeback/send',
      operation({
        id: 'sendChargeback',
        summary: 'Writes the report of one of them to the channel that bears its name',
        answer: sentChargebackDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter })),
      body(sendChargebackBody),
      async (c) => c.json(await sendChargeback(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/chargeback.csv',
      fileOperation('exportChargeback', 'The chargeback of a month as CSV', 'text/csv', 'A line per wallet and name.'),
      asked,
      async (c) => sendFile(c, await chargebackFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/chargeback.pdf',
      fileOperation(
        'exportChargebackDocument',
        'The same as PDF',
        'application/pdf',
        'With what each was charged for.',
      ),
      asked,
      async (c) => sendFile(c, await chargebackDocument(context, c.req.valid('query'))),
    )
