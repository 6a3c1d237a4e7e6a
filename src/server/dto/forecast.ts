import { z } from 'zod'
import { currency, day, decimal, instant, intervalDto } from './common.ts'

/** What a forecast can be split by. */
export const FORECAST_GROUP_KEYS = [
  'region',
  'tier',
  'resource_type',
  'gpu_model',
  'resource',
  'currency',
  'project',
  'owner',
  'cost_center',
] as const
export type ForecastGroupKey = (typeof FORECAST_GROUP_KEYS)[number]

const groupKeys = {
  region: z.string().optional(),
  tier: z.string().nullable().optional(),
  resource_type: z.string().optional(),
  gpu_model: z.string().nullable().optional(),
  resource: z.string().optional(),
  resource_name: z.string().optional(),
  project: z.string().nullable().optional().meta({ description: 'null = not assigned' }),
  owner: z.string().nullable().optional(),
  cost_center: z.string().nullable().optional(),
}

export const forecastRowDto = intervalDto.extend({ ...groupKeys, day, currency, billedSoFar: decimal })
export const forecastTotalDto = intervalDto.extend({ ...groupKeys, currency, billedSoFar: decimal })

export const forecastDto = z.object({
  asOf: instant,
  account: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  group: z.array(z.enum(FORECAST_GROUP_KEYS)),
  early: z.boolean().meta({ description: 'Too little history for a measured interval' }),
  rows: z.array(forecastRowDto),
  totals: z.array(forecastTotalDto).meta({ description: 'Of the whole period; the intervals of days do not add up' }),
})
export type ForecastDto = z.infer<typeof forecastDto>
