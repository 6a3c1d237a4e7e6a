import { z } from 'zod'
import { currency, day, decimal, instant } from './common.ts'

/** What it can be told by beside the wallet, in the spelling of the parameter and of the answer. */
export const MADE_KEYS = ['day', 'resource', 'region', 'gpu_model', 'project', 'owner', 'cost_center'] as const
export type MadeKey = (typeof MADE_KEYS)[number]

const sums = {
  asleepHours: z.number(),
  avoided: decimal.meta({ description: 'Full rate less what the sleep was billed, of the hours that have a price' }),
  unpricedHours: z.number().meta({ description: 'Hours asleep of which no full rate is known; they are in no amount' }),
  shutoffLow: decimal.meta({ description: 'Paid while shut off, at least' }),
  shutoffHigh: decimal.meta({ description: 'Paid while shut off, at most: a change lies between two looks' }),
}

export const sleepMadeDto = z.object({
  wallets: z.array(z.object({ currency, ...sums })),
  machines: z.array(
    z.object({
      currency,
      resourceId: z.string(),
      name: z.string(),
      region: z.string(),
      gpuModel: z.string().nullable(),
      ...sums,
    }),
  ),
})
export type SleepMadeDto = z.infer<typeof sleepMadeDto>

export const sleepMadeRowDto = z.object({
  currency,
  day: day.optional(),
  resource: z.string().optional(),
  resource_name: z.string().optional().meta({ description: 'Beside `resource`' }),
  region: z.string().optional(),
  gpu_model: z.string().nullable().optional(),
  project: z.string().nullable().optional().meta({ description: 'null = not assigned' }),
  owner: z.string().nullable().optional(),
  cost_center: z.string().nullable().optional(),
  ...sums,
})
export type SleepMadeRowDto = z.infer<typeof sleepMadeRowDto>

export const sleepMadeRowsDto = z.object({
  asOf: instant,
  zone: z.string(),
  from: day,
  to: day,
  firstLook: instant.nullable().meta({
    description: 'Before it a machine is on, running or shut off is not known, and nothing is claimed as shut off',
  }),
  by: z.array(z.enum(MADE_KEYS)),
  rows: z.array(sleepMadeRowDto),
})
export type SleepMadeRowsDto = z.infer<typeof sleepMadeRowsDto>
