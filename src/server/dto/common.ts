import { z } from 'zod'

/** Money and prices: plain decimal, up to 12 places, no exponent. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d{1,12})?$/)
  .meta({ description: 'Plain decimal with up to 12 places, never rounded', examples: ['1240.5'] })

/** An instant: UTC with Z. */
export const instant = z
  .string()
  .meta({ format: 'date-time', description: 'Instant in UTC', examples: ['2026-03-01T08:00:00.000Z'] })

/** A calendar day of the account's zone. */
export const day = z
  .string()
  .meta({ format: 'date', description: "Day of the account's zone", examples: ['2026-03-01'] })

/** ISO 4217. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as USD')

export const accountDto = z.object({
  slug: z.string(),
  name: z.string(),
  kind: z.enum(['demo', 'real']),
  zone: z.string().meta({ description: 'IANA zone whose days are counted' }),
})
export type AccountDto = z.infer<typeof accountDto>

/** Likely, and as low and as high as 8 times in 10. */
export const intervalDto = z.object({ p10: decimal, p50: decimal, p90: decimal })

/** The account that is asked for; without it the first one. */
export const accountParameter = z
  .string()
  .min(1)
  .optional()
  .meta({ description: "The account's slug; without it the first" })

/** The moment whose answer is wanted. */
export const asOfParameter = z
  .string()
  .refine(isMoment, 'an instant with its zone, as 2026-03-05T10:00:00Z, or a day, as 2026-03-05, at its end')
  .optional()
  .meta({
    description:
      "What was known then: an instant with its zone, or a day of the account's zone at its end. Without it the present",
    examples: ['2026-03-05T10:00:00Z'],
  })

function isMoment(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  if (day === undefined || day < '1970' || Number.isNaN(Date.parse(text))) return false
  if (!new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return false
  return text === day || /T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
}

export const problemDto = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    asks: z.enum(['admin-token']).optional().meta({ description: 'What the request has to show when it is repeated' }),
    progress: z.unknown().optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDto = z.infer<typeof problemDto>

/** What was asked to be taken away: whether it was there. */
export const deletedDto = z.object({ deleted: z.boolean() })
export type DeletedDto = z.infer<typeof deletedDto>
