import { z } from 'zod'
import { accountDto, instant } from './common.ts'

/** An account with how its last reading ended. */
export const listedAccountDto = accountDto.extend({
  lastReading: z
    .object({ status: z.enum(['ok', 'partial', 'failed']), finishedAt: instant })
    .nullable()
    .meta({ description: 'Null before the first one has ended' }),
})

export const accountsDto = z.object({ rows: z.array(listedAccountDto) })
export type AccountsDto = z.infer<typeof accountsDto>
