import { z } from 'zod'
import { accountDto, instant } from './common.ts'

export const apiMapDto = z.record(z.string(), z.unknown()).meta({
  description:
    'What of an API differs from the contract, the content of the file that BARRACK_ENDPOINTS names: by endpoint a path, ' +
    'or path, list key, fields with their units and page parameters; under `auth` how the key is sent',
})

export const SOURCE_STATES = ['found', 'needs mapping', 'not offered', 'refused', 'failed', 'not tried'] as const

export const apiSourceDto = z.object({
  name: z.string(),
  state: z.enum(SOURCE_STATES).meta({
    description:
      'found: it can be read, with the proposed map where one is needed; needs mapping: something answers there that ' +
      'cannot be read yet; not offered: at none of the paths that were tried; refused: the key may not; failed: no usable ' +
      'answer; not tried: the requests of one look were spent',
  }),
  path: z.string(),
  tried: z.array(z.string()),
  rows: z.int().nullable(),
  total: z.int().nullable().meta({ description: 'Rows of the whole list, where the answer tells' }),
  unknownFields: z.array(z.string()),
  reason: z.string().nullable(),
  sample: z.unknown().meta({ description: 'The answer with names, ids, addresses and amounts made unreadable' }),
})

export const apiFindingsDto = z.object({
  baseUrl: z.string(),
  requests: z.int().meta({ description: 'GET requests that were sent, 60 at most' }),
  auth: z.object({
    accepted: z.boolean(),
    use: z.object({ header: z.string(), scheme: z.string() }),
    tried: z.array(z.string()),
  }),
  clockSkewMs: z.number().nullable().meta({ description: 'Their clock less ours' }),
  rateLimit: z.record(z.string(), z.string()).meta({ description: 'What answers said of a limit of requests' }),
  sources: z.array(apiSourceDto),
  map: apiMapDto,
})
export type ApiFindingsDto = z.infer<typeof apiFindingsDto>

export const setUpDto = z.object({
  account: accountDto,
  url: z.string().nullable().meta({ description: 'Where its API is; null for the demo' }),
  keyProblem: z.string().nullable().meta({ description: 'Why it cannot be asked; null where its key is at hand' }),
  map: apiMapDto.meta({ description: 'In force now' }),
  paths: z.record(z.string(), z.string()).meta({ description: 'Those of the contract, by endpoint' }),
  fromFile: z
    .boolean()
    .meta({ description: 'Whether a part of it comes from the settings, which go before what is saved' }),
  looking: z
    .array(z.string())
    .nullable()
    .meta({ description: 'Sources that are known so far while a look is under way; null where none is' }),
  lookedAt: instant.nullable(),
  findings: apiFindingsDto.nullable().meta({ description: 'Of the last look; null before the first' }),
})
export type SetUpDto = z.infer<typeof setUpDto>

export const sampleBody = z.strictObject({
  content: z
    .string()
    .min(1)
    .meta({
      description:
        'The text of the file: one answer as JSON, or the recording of a browser (HAR). Cookies, keys, headers and what was ' +
        'sent are dropped as it is read; nothing of it is kept',
    }),
})

export const sampleFindingsDto = z.object({
  origins: z.array(z.string()).meta({ description: 'Where the answers came from' }),
  sources: z.array(apiSourceDto),
  leftOut: z.array(z.object({ what: z.string(), why: z.string() })),
  map: apiMapDto,
})
export type SampleFindingsDto = z.infer<typeof sampleFindingsDto>

export const supportBundleDto = z.looseObject({
  made: instant,
  version: z.string(),
})
export type SupportBundleDto = z.infer<typeof supportBundleDto>
