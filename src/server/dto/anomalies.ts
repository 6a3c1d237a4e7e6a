import { z } from 'zod'
import { ANOMALY_CAUSES, ANOMALY_KEYS } from '../../engine/anomaly/index.ts'
import { currency, decimal, instant } from './common.ts'

export const anomalyDto = z.object({
  id: z.string().meta({ examples: ['USD gpu_model H100-SXM5-80GB 2026-11-25T19:00:00.000Z'] }),
  currency,
  key: z.enum(ANOMALY_KEYS).meta({ description: 'What was looked at by itself' }),
  value: z.string().nullable().meta({ description: 'Of the key; null for the wallet and for what has no GPU' }),
  what: z.string().meta({ description: 'The same in words', examples: ['GPU model L40'] }),
  startsAt: instant.meta({ description: 'Its first whole hour' }),
  endsAt: instant.nullable().meta({ description: 'Null while it goes on' }),
  spent: decimal.meta({ description: 'Billed in that time so far, to the billionth' }),
  usual: decimal.meta({ description: 'What such hours of the week cost in the four weeks before' }),
  over: decimal.meta({ description: 'spent less usual' }),
  cause: z.enum(ANOMALY_CAUSES).meta({ description: 'What makes at least half of it' }),
  why: z.string().meta({ description: 'The cause in words', examples: ['a higher price'] }),
  resources: z
    .array(z.object({ resourceId: z.string(), name: z.string(), over: decimal }))
    .meta({ description: 'Those that make most of it, dearest first' }),
  expected: z
    .object({ by: z.string(), at: instant, note: z.string().nullable() })
    .nullable()
    .meta({ description: 'Who said that it was to be expected' }),
})
export type AnomalyDto = z.infer<typeof anomalyDto>

export const anomaliesDto = z.object({ asOf: instant, account: z.string(), rows: z.array(anomalyDto) })
export type AnomaliesDto = z.infer<typeof anomaliesDto>

export const expectedBody = z.strictObject({
  id: z.string().min(1).max(400),
  expected: z.boolean(),
  by: z.string().trim().min(1).max(100),
  note: z.string().trim().max(500).optional(),
})
export type ExpectedBody = z.infer<typeof expectedBody>

export const expectedDto = z.object({ id: z.string(), expected: z.boolean() })
