import { z } from 'zod'

export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .describe('2025-01-15T10:30:00Z')
/** As volume billing writes it; read it as UTC. */
export const zonelessInstant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  .describe('2025-01-15T10:30:00, UTC')
export const currency = z.enum(['USD', 'EUR', 'INR'])
export const tier = z.enum(['legacy', 'advanced'])
export const amount = z.number().describe('In the currency beside it')
export const count = z.int().min(0)
export const text = z.string()
export const pagination = z.strictObject({ total: count, page: count, limit: count, total_pages: count })

/** `{success: true, ...fields}` */
export function answer<T extends z.ZodRawShape>(fields: T) {
  return z.strictObject({ success: z.literal(true), ...fields })
}

/** The envelope of every refusal. */
export const refusal = z.object({
  success: z.literal(false),
  message: text,
  error: text.optional(),
  alternatives: z
    .object({ regions: z.array(text), gpu_models: z.array(text) })
    .optional()
    .describe(
      'Of a deployment that is out of stock: where the same GPUs are to be had, and which others in that region',
    ),
})

/** The answer of an action that has no more to say. */
export const done = answer({ message: text })
