import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { utilisationDto, utilisationRowsDto, utilisationSampleBody } from '../dto/utilisation.ts'
import { pushScript } from '../export/push-script.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { tokenAccount } from '../services/api-tokens.ts'
import { addSample, importUtilisation } from '../services/utilisation.ts'
import { sendFile } from './send-file.ts'

export const utilisationRoute = (context: AppContext) =>
  new Hono()
    .post(
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
    .post(
      '/utilisation/samples',
      operation({
        id: 'addUtilisationSample',
        summary: 'Keeps what a machine tells of its own GPUs, by a token that can do nothing else',
        description: 'Authorization: Bearer with a token of POST /tokens.',
        answer: z.object({ machine: z.string().meta({ description: 'Its id' }) }),
        problems: ['invalid-request', 'unauthorized', 'foreign-origin', 'not-found'],
      }),
      body(utilisationSampleBody),
      async (c) => {
        const accountId = await tokenAccount(context, c.req.header('authorization'))
        return c.json(await addSample(context, accountId, c.req.valid('json')))
      },
    )
    .get(
      '/exports/push-utilisation.sh',
      fileOperation(
        'exportPushScript',
        'A script for machines without Prometheus: tells the use of their GPUs every five minutes',
        'text/x-shellscript',
        'It needs nvidia-smi, curl and a token of POST /tokens.',
      ),
      (c) =>
        sendFile(c, {
          fileName: 'push-utilisation.sh',
          mediaType: 'text/x-shellscript; charset=utf-8',
          body: pushScript(new URL(c.req.url).origin),
        }),
    )
