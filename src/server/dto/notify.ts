import { z } from 'zod'
import { instant } from './common.ts'

export const channelKind = z.enum(['webhook', 'slack', 'mail'])

const channelName = z.string().trim().min(1).max(80)
const channelTarget = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .meta({
    description:
      "A webhook's or Slack's address, or mail addresses separated by commas. Answers show no path of Slack's and no query",
    examples: ['https://hooks.example.com/quartermaster'],
  })

export const channelBody = z.strictObject({
  name: channelName,
  kind: channelKind,
  target: channelTarget,
  secret: z.string().optional().meta({
    description: "What a webhook's messages are signed with, 'whsec_' and Base64; made when it is left out",
  }),
})
export type ChannelBody = z.infer<typeof channelBody>

/** What is left out stays as it is. */
export const channelChange = z.strictObject({
  name: channelName.optional(),
  target: channelTarget.optional(),
  paused: z.boolean().optional(),
})
export type ChannelChange = z.infer<typeof channelChange>

export const channelDto = z.object({
  channelId: z.int(),
  name: z.string(),
  kind: channelKind,
  target: z.string(),
  paused: z.boolean(),
  createdAt: instant,
  last: z
    .object({ at: instant, status: z.enum(['sent', 'failed', 'waiting']), kind: z.string() })
    .nullable()
    .meta({
      description:
        'The last message that was sent or given up, or that was refused and is tried again: then `at` is when it was written',
    }),
})
export type ChannelDto = z.infer<typeof channelDto>

export const channelsDto = z.object({
  rows: z.array(channelDto),
  mail: z.boolean().meta({ description: 'Whether a mail server is set (SMTP_URL)' }),
})
export type ChannelsDto = z.infer<typeof channelsDto>

export const createdChannelDto = channelDto.extend({
  secret: z.string().nullable().meta({ description: 'Shown this once' }),
})
export type CreatedChannelDto = z.infer<typeof createdChannelDto>

export const messageDto = z.object({
  messageId: z.int(),
  channel: z.string(),
  kind: z.string(),
  subject: z.string(),
  text: z.string(),
  status: z.enum(['waiting', 'sent', 'failed']),
  createdAt: instant,
  nextTryAt: instant.nullable().meta({ description: 'While it waits' }),
  finishedAt: instant.nullable(),
  tries: z.array(
    z.object({
      at: instant,
      tookMs: z.int(),
      delivered: z.boolean(),
      answer: z.string().meta({ description: 'What the receiver said, or why it could not be asked' }),
    }),
  ),
})
export type MessageDto = z.infer<typeof messageDto>

export const messagesDto = z.object({ rows: z.array(messageDto), next: z.string().nullable() })
export type MessagesDto = z.infer<typeof messagesDto>
