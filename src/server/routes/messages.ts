import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { messageDto, messagesDto } from '../dto/notify.ts'
import { operation, path, query } from '../openapi.ts'
import { numberOfPath } from '../parameters.ts'
import { listMessages, retryOne } from '../services/messages.ts'

export const messagesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/notify/messages',
      operation({
        id: 'listMessages',
        summary: 'What was written to be sent, newest first, with each try',
        answer: messagesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter, next: z.string().optional() })),
      async (c) => c.json(await listMessages(context, c.req.valid('query'))),
    )
    .post(
      '/notify/messages/:id/retry',
      operation({
        id: 'retryMessage',
        summary: 'Tries again now what was given up',
        answer: messageDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      path(numberOfPath),
      query(z.strictObject({ account: accountParameter })),
      async (c) => c.json(await retryOne(context, c.req.valid('param').id, c.req.valid('query'))),
    )
