import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { channelBody, channelChange, channelDto, channelsDto, createdChannelDto, messageDto } from '../dto/notify.ts'
import { body, operation, path, query } from '../openapi.ts'
import { numberOfPath } from '../parameters.ts'
import { changeChannel, createChannel, listChannels, removeChannel, testChannel } from '../services/channels.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const ofNumber = path(numberOfPath)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const channelsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/notify/channels',
      operation({
        id: 'listChannels',
        summary: 'Where messages can go, by name',
        answer: channelsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await listChannels(context, c.req.valid('query'))),
    )
    .post(
      '/notify/channels',
      operation({
        id: 'createChannel',
        summary: 'Adds a webhook, a Slack channel or mail addresses',
        description:
          'Webhooks are signed as Standard Webhooks say: headers webhook-id, webhook-timestamp and webhook-signature. Addresses of private networks are refused unless QM_PRIVATE_HOSTS allows them.',
        answer: createdChannelDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(channelBody),
      async (c) => c.json(await createChannel(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .patch(
      '/notify/channels/:id',
      operation({
        id: 'changeChannel',
        summary: 'Changes a channel; what is left out stays',
        answer: channelDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(channelChange),
      async (c) =>
        c.json(await changeChannel(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/notify/channels/:id',
      operation({
        id: 'deleteChannel',
        summary: 'Takes a channel away; what was sent there stays on record',
        answer: z.object({ channelId: z.int() }),
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeChannel(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .post(
      '/notify/channels/:id/test',
      operation({
        id: 'testChannel',
        summary: 'Sends a test message now and tells how the first try went',
        answer: messageDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await testChannel(context, c.req.valid('param').id, c.req.valid('query'))),
    )
