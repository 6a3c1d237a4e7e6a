import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { bridgeDto } from '../dto/bridge.ts'
import { accountParameter } from '../dto/common.ts'
import { monthParameter } from '../months.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { bridge, bridgeFile } from '../services/bridge.ts'
import { sendFile } from './send-file.ts'

const asked = query(z.strictObject({ account: accountParameter, month: monthParameter }))

export const bridgeRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/bridge',
      operation({
        id: 'getBridge',
        summary: "From the charges of the account's month to those of UTC's month, which the FOCUS file holds",
        answer: bridgeDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      asked,
      async (c) => c.json(await bridge(context, c.req.valid('query'))),
    )
    .get(
      '/exports/bridge.csv',
      fileOperation('exportBridge', "The bridge from the account's month to UTC's", 'text/csv', 'A line per wallet.'),
      asked,
      async (c) => sendFile(c, await bridgeFile(context, c.req.valid('query'))),
    )
