import { z } from 'zod'
import { dayParameter } from '../parameters.ts'
import { currency, decimal, instant } from './common.ts'
import { shareOfOne, weekBody, workBody } from './scenario.ts'

const names = z.array(z.string().min(1)).max(100).optional()

export const optimiseBody = z.strictObject({
  work: workBody,
  from: dayParameter.optional().meta({ description: 'First day; without it now' }),
  deadline: dayParameter.optional().meta({ description: 'To be done by the end of this day' }),
  memoryGb: z.number().positive().optional().meta({ description: 'Of the GPUs of one machine together' }),
  gpuModels: names.meta({ description: 'Without it all that are sold' }),
  regions: names,
  tiers: names,
  currencies: z.array(currency).min(1).optional().meta({ description: 'Without it every wallet of the account' }),
  machines: z.array(z.int().min(1).max(1000)).min(1).max(20).optional().meta({ description: '1, 2, 4, 8 without it' }),
  hours: z
    .array(z.strictObject({ week: weekBody.nullable(), off: z.enum(['hibernate', 'delete']) }))
    .min(1)
    .max(10)
    .optional()
    .meta({ description: 'Rhythms to try; without it always on' }),
  leastChance: shareOfOne
    .optional()
    .meta({ description: 'How sure the GPUs have to be; 0 takes what is not known too' }),
})
export type OptimiseBody = z.infer<typeof optimiseBody>

const optionDto = z.object({
  gpuModel: z.string(),
  tier: z.string(),
  region: z.string().nullable(),
  gpuCount: z.int(),
  machines: z.int(),
  currency,
  hours: z.string().meta({ description: 'When it runs, in words' }),
  rhythm: z.int().meta({ description: 'The place in the hours that were asked for' }),
  cost: decimal,
  onHours: z.number(),
  onPerHour: decimal.meta({
    description: 'Of all machines; onHours x onPerHour + asleepHours x asleepPerHour is the cost',
  }),
  asleepHours: z.number(),
  asleepPerHour: decimal,
  finishAt: instant,
  gpuHours: z.number(),
  perUnit: decimal,
  chance: z.number().nullable(),
  makesDeadline: z.boolean(),
})

export const optimiseDto = z.object({
  asOf: instant,
  startsAt: instant,
  deadlineAt: instant.nullable(),
  unit: z.string().meta({ description: 'What perUnit is told for' }),
  scalingEfficiency: z.number(),
  tried: z.int(),
  leftOut: z.record(z.string(), z.int()).meta({ description: 'Combinations that cannot be, by reason' }),
  wallets: z.array(
    z.object({
      currency,
      front: z.array(optionDto).meta({ description: 'None is both as cheap and as early; from the earliest on' }),
      cheapest: optionDto.nullable().meta({ description: 'The cheapest that makes the deadline' }),
      others: z
        .array(z.object({ cost: decimal, finishAt: instant, isSureEnough: z.boolean() }))
        .meta({ description: 'What the front beats or is not sure enough; 500 at most' }),
    }),
  ),
})
export type OptimiseDto = z.infer<typeof optimiseDto>
