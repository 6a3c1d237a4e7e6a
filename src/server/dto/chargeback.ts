import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import { monthParameter } from '../months.ts'
import { partyParameters } from '../parameters.ts'
import { accountParameter, currency, day, decimal, instant, intervalDto } from './common.ts'

const by = z.enum(DIMENSIONS).default('project').meta({ description: 'Whose share a line is' })
const name = z.string().min(1).max(200).meta({ description: 'One of them alone' })

export const chargebackQuery = z.strictObject({
  account: accountParameter,
  month: monthParameter,
  by,
  name: name.optional(),
  ...partyParameters,
})

export const chargebackLineDto = z.object({
  name: z.string().nullable().meta({ description: 'null = not assigned' }),
  currency,
  soFar: decimal.meta({ description: 'Charged, with corrections of closed months, as the books have it' }),
  forecast: intervalDto.nullable().meta({ description: 'Of the whole month; null where it is over' }),
  couldBeAvoided: intervalDto.nullable().meta({
    description:
      'By advised sleep, each month; these overlap with plans and do not add up. Null where the month is over',
  }),
  against: z
    .array(
      z.object({
        kind: z.enum(['budget', 'fund']),
        name: z.string(),
        from: day,
        to: day.meta({ description: 'Exclusive' }),
        amount: decimal.meta({ description: 'Of the whole period' }),
        spent: decimal.meta({ description: 'Of it so far, by all that it is for' }),
        sentence: z.string(),
      }),
    )
    .meta({
      description:
        'Budgets for this name alone, and grants that it draws on; none where another dimension narrows the figures',
    }),
  sent: z
    .object({
      at: instant,
      times: z.int().meta({ description: 'How often it was written so far' }),
      to: z.array(z.object({ channel: z.string(), status: z.enum(['waiting', 'sent', 'failed']) })),
    })
    .nullable()
    .meta({ description: 'When the report of this name was last written, and to whom; null: never' }),
  resources: z
    .array(z.object({ resourceId: z.string(), name: z.string(), amount: decimal }))
    .meta({ description: 'What it was charged for, the dearest first; other parts of a shared machine are not in it' }),
})
export type ChargebackLineDto = z.infer<typeof chargebackLineDto>

export const chargebackDto = z.object({
  account: z.string(),
  entity: z.string(),
  month: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  zone: z.string(),
  by: z.enum(DIMENSIONS),
  isOpen: z.boolean().meta({ description: 'The month is not over: figures so far' }),
  isClosed: z.boolean(),
  lines: z.array(chargebackLineDto).meta({ description: 'By wallet, the dearest first; they add up to the wallet' }),
})
export type ChargebackDto = z.infer<typeof chargebackDto>

export const sendChargebackBody = z.strictObject({
  month: monthParameter,
  by,
  name,
})
export type SendChargebackBody = z.infer<typeof sendChargebackBody>

export const sentChargebackDto = z.object({
  sentTo: z.array(z.string()).meta({ description: 'The channels that it was written for' }),
})
export type SentChargebackDto = z.infer<typeof sentChargebackDto>
