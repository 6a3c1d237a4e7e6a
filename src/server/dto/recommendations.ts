import { z } from 'zod'
import { currency, instant, intervalDto } from './common.ts'

export const RECOMMENDATION_KINDS = [
  'hibernate',
  'schedule',
  'ask the owner',
  'unattached volume',
  'old snapshots',
] as const

export const recommendationDto = z.object({
  id: z.string().meta({ examples: ['hibernate BRK-248846D'] }),
  kind: z.enum(RECOMMENDATION_KINDS),
  currency,
  what: z.string().meta({ description: 'What to do', examples: ['Hibernate test-h100'] }),
  why: z.string().meta({ examples: ['shut off, its GPUs held and billed in full'] }),
  risk: z.string().nullable().meta({ description: 'What it may cost' }),
  perMonth: intervalDto.meta({
    description: 'Forecast: what could be avoided in a month of 730.5 hours. These overlap and do not add up',
  }),
  resources: z.array(z.object({ resourceId: z.string(), name: z.string() })),
  dismissed: z
    .object({ reason: z.string(), by: z.string(), at: instant })
    .nullable()
    .meta({ description: 'Who does not want it, and why' }),
})
export type RecommendationDto = z.infer<typeof recommendationDto>

export const recommendationsDto = z.object({
  asOf: instant,
  rows: z.array(recommendationDto).meta({ description: 'Wallet by wallet, what avoids most first' }),
})
export type RecommendationsDto = z.infer<typeof recommendationsDto>

export const dismissBody = z.strictObject({
  id: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(400).nullable().meta({ description: 'Null: it is wanted again' }),
  by: z.string().trim().min(1).max(100),
})
export type DismissBody = z.infer<typeof dismissBody>

export const dismissedDto = z.object({ id: z.string(), dismissed: z.boolean() })
