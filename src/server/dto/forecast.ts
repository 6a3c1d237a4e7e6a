import { z } from 'zod'
import { FORECAST_STEPS, HORIZONS } from '../../engine/index.ts'
import { currency, day, decimal, instant, intervalDto } from './common.ts'

/** What a forecast can be split by. */
export const FORECAST_GROUP_KEYS = [
  'account',
  'region',
  'tier',
  'resource_type',
  'gpu_model',
  'state',
  'resource',
  'currency',
  'project',
  'owner',
  'cost_center',
] as const
export type ForecastGroupKey = (typeof FORECAST_GROUP_KEYS)[number]

const groupKeys = {
  account: z.string().optional(),
  region: z.string().optional(),
  tier: z.string().nullable().optional(),
  resource_type: z.string().optional(),
  gpu_model: z.string().nullable().optional(),
  state: z
    .enum(['on', 'hibernated', 'stored', 'used'])
    .optional()
    .meta({ description: 'on: running or shut off, which are billed alike; nobody foretells which of them' }),
  resource: z.string().optional(),
  resource_name: z.string().optional(),
  project: z.string().nullable().optional().meta({ description: 'null = not assigned' }),
  owner: z.string().nullable().optional(),
  cost_center: z.string().nullable().optional(),
}

/** What is still to come, by its causes: with what is billed they add up to p50 exactly. */
export const driversDto = z.object({
  keepsRunning: decimal.meta({ description: 'Machines that run now, going on at their rate' }),
  schedules: decimal.meta({ description: 'What the rhythm of machines that come and go takes from that, or adds' }),
  churn: decimal.meta({ description: 'What is expected to end and to begin' }),
  planned: decimal.meta({ description: 'What the plans in force change' }),
  priceChange: decimal.meta({ description: 'Prices that are known to change' }),
  storage: decimal.meta({ description: 'Volumes and snapshots' }),
  ai: decimal.meta({ description: 'AI models, paid by use' }),
})
export type DriversDto = z.infer<typeof driversDto>

/** Bounds at a level in per cent, each within the next: 50, 80 and 95. */
export const boundsDto = z.object({ level: z.literal([50, 80, 95]), lower: decimal, upper: decimal })

const estimate = {
  ...groupKeys,
  currency,
  billedSoFar: decimal,
  drivers: driversDto,
  bounds: z.array(boundsDto).meta({ description: 'p10 and p90 are those at 80' }),
}
export const forecastRowDto = intervalDto.extend({
  day,
  startsAt: instant.meta({ description: 'Of the hour, day or month that the row is of' }),
  ...estimate,
})
export const forecastTotalDto = intervalDto.extend({
  ...estimate,
  origins: z.int().meta({ description: 'From how many past forecasts the interval was learned' }),
})

/** Somebody's own figure for a month of a wallet, always with its reason. */
export const monthOverrideDto = z.object({
  month: day,
  who: z.string(),
  currency,
  amount: decimal,
  reason: z.string(),
  by: z.string(),
})

export const forecastDto = z.object({
  asOf: instant,
  account: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  horizon: z.enum(HORIZONS).nullable(),
  step: z.enum(FORECAST_STEPS),
  group: z.array(z.enum(FORECAST_GROUP_KEYS)),
  early: z.boolean().meta({ description: 'Too little history for a measured interval' }),
  rows: z.array(forecastRowDto),
  totals: z.array(forecastTotalDto).meta({ description: 'Of the whole period; the intervals of days do not add up' }),
  overrides: z.array(monthOverrideDto).meta({
    description: 'Months of the period for which somebody gave an own figure; the forecast does not follow it',
  }),
})
export type ForecastDto = z.infer<typeof forecastDto>
