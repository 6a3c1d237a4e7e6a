import { z } from 'zod'
import { currency, day, decimal } from './common.ts'

/** What charges can be grouped by, in the spelling of the parameter and of the answer. */
export const GROUP_KEYS = [
  'day',
  'account',
  'currency',
  'region',
  'tier',
  'resource_type',
  'gpu_model',
  'state',
  'resource',
  'project',
  'owner',
  'cost_center',
] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

export const chargesRowDto = z.object({
  day: day.optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  tier: z.string().nullable().optional(),
  resource_type: z.string().optional(),
  gpu_model: z.string().nullable().optional(),
  state: z.string().optional(),
  resource: z.string().optional(),
  resource_name: z.string().optional().meta({ description: 'Beside `resource`' }),
  project: z.string().nullable().optional().meta({ description: 'null = not assigned' }),
  owner: z.string().nullable().optional(),
  cost_center: z.string().nullable().optional(),
  currency,
  billedCost: decimal,
  expectedCost: decimal.nullable().meta({
    description: 'Recalculated from the price list; null where no price is known for a part',
  }),
  unpricedCost: decimal.meta({ description: 'The part of billedCost for which no list price is known' }),
  gpuHours: z.number().meta({ description: 'Hours x GPUs of machines that held their GPUs; hibernated ones do not' }),
  inferred: z.boolean().meta({
    description:
      'true: of some of it only the minutes in each state are known, as of time before the first reading; on which days ' +
      'they lay is inferred',
  }),
})
export type ChargesRowDto = z.infer<typeof chargesRowDto>

export const chargesDto = z.object({
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  group: z.array(z.enum(GROUP_KEYS)),
  rows: z.array(chargesRowDto),
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last' }),
})
export type ChargesDto = z.infer<typeof chargesDto>
