import { z } from 'zod'
import { STRETCHES } from '../../engine/index.ts'
import { currency, day, decimal, instant } from './common.ts'

const kinds = z.object({
  machines: decimal.optional(),
  hibernation: decimal.optional(),
  volumes: decimal.optional(),
  snapshots: decimal.optional(),
  images: decimal.optional(),
  addresses: decimal.optional(),
  ai: decimal.optional(),
})

export const statementLineDto = z.object({
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  opening: decimal.nullable().meta({ description: 'Null before the balance was first read' }),
  topUps: decimal.meta({ description: 'Credit that was bought, net of tax' }),
  adjustments: decimal.meta({ description: 'Vouchers and adjustments that were typed in' }),
  restated: decimal.meta({
    description: 'Bills of these days that were put right on other days, less those of other days put right on these',
  }),
  charges: kinds.meta({ description: 'By what was charged for; what was not is left out' }),
  corrections: decimal.meta({ description: 'Changes of bills of closed months that came to light' }),
  charged: decimal.meta({ description: 'All charges and corrections' }),
  closing: decimal.nullable(),
  unexplained: decimal.nullable().meta({
    description: 'closing - opening - topUps - adjustments - restated + charged',
  }),
  unexplainedShare: z.number().nullable().meta({ description: 'Of what was charged; null where nothing was' }),
})
export type StatementLineDto = z.infer<typeof statementLineDto>

export const statementDto = z.object({
  account: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  by: z.enum(STRETCHES),
  isOpen: z
    .boolean()
    .meta({ description: 'The last stretch is not over: its closing balance is the last that was read' }),
  wallets: z.array(
    z.object({
      currency,
      closingReadAt: instant.nullable().meta({ description: 'When the last balance before the end was read' }),
      lines: z.array(statementLineDto),
      total: statementLineDto,
      falls: z.array(statementLineDto).meta({
        description: 'Stretches whose balance fell by over 1 % more than the charges: charged for something unseen',
      }),
      proposals: z.int().meta({ description: 'Rises beyond the charges that nobody has confirmed' }),
    }),
  ),
})
export type StatementDto = z.infer<typeof statementDto>
