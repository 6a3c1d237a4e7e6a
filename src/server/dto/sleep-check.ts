import { z } from 'zod'

export const sleepCheckDto = z.object({
  may: z.boolean(),
  because: z.string().nullable().meta({ description: 'Why it may not be put to sleep now' }),
})
export type SleepCheckDto = z.infer<typeof sleepCheckDto>
