import { z } from 'zod'
import { TYPED_FACTS } from '../../engine/index.ts'
import { currency, decimal, instant } from './common.ts'

const fact = z.enum(TYPED_FACTS)
const value = z.string().trim().min(1).max(100).nullable().optional()

export const typedFactsDto = z.object({
  rows: z
    .array(
      z.object({
        resourceId: z.string(),
        name: z.string(),
        type: z.string(),
        isGone: z.boolean(),
        region: z.string().nullable(),
        tier: z.string().nullable(),
        volumeType: z.string().nullable(),
        missing: z.array(fact).meta({ description: 'What nobody told or typed' }),
        typed: z
          .array(z.object({ fact, by: z.string(), at: instant }))
          .meta({ description: 'What people typed, who and when' }),
        canType: z.array(fact).meta({ description: 'What Barrack does not tell: missing and typed ones' }),
        billed: z.array(z.object({ currency, amount: decimal })).meta({ description: 'In all, by wallet' }),
        share: z.number().meta({ description: 'The largest part that it has of what any wallet was billed, 0 to 1' }),
      }),
    )
    .meta({ description: 'Those with a missing fact first, and of them those that carry most money' }),
  missing: z.int().meta({ description: 'Resources that lack a fact' }),
  all: z.int().meta({ description: 'Resources that lack one or have a typed one; the rows are the first of them' }),
})
export type TypedFactsDto = z.infer<typeof typedFactsDto>

export const typeFactsBody = z.strictObject({
  resourceId: z.string().min(1).meta({ description: 'Id, or a name that only one resource has' }),
  region: value.meta({ description: 'null takes back what was typed', examples: ['CANADA-1'] }),
  tier: value.meta({ examples: ['advanced'] }),
  volumeType: value.meta({ examples: ['NVMe'] }),
  by: z.string().trim().min(1).max(100).meta({ description: 'Who says so' }),
})
export type TypeFactsBody = z.infer<typeof typeFactsBody>

export const takenFactsDto = z.object({ resources: z.int() })
