import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { utilisationDto, utilisationRowsDto } from '../dto/utilisation.ts'
import { body, operation, query } from '../openapi.ts'
import { importUtilisation } from '../services/utilisation.ts'

export const utilisationRoute = (context: AppContext) =>
  new Hono().post(
    '/utilisation',
    operation({
      id: 'importUtilisation',
      summary: 'Keeps measurements of how busy the GPUs of machines were',
      answer: utilisationDto,
      problems: ['invalid-request', 'foreign-origin', 'not-ready'],
    }),
    query(z.strictObject({ account: accountParameter })),
    body(utilisationRowsDto),
    async (c) => c.json(await importUtilisation(context, c.req.valid('json'), c.req.valid('query'))),
  )
