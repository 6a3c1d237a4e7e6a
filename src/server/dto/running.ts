import { z } from 'zod'
import { currency, decimal, instant, intervalDto } from './common.ts'

export const runningRowDto = z.object({
  resourceId: z.string(),
  name: z.string(),
  resourceType: z.string(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int().nullable(),
  region: z.string(),
  tier: z.string().nullable(),
  state: z.string(),
  since: instant.nullable().meta({ description: 'In this state since, as far as it was seen' }),
  atLeast: z.boolean().meta({ description: 'It was in this state already when it was looked at first' }),
  onSince: instant
    .nullable()
    .meta({ description: 'Billed as on since, running or shut off; null for what is asleep or stored' }),
  currency,
  perHour: decimal.nullable().meta({
    description: 'Of the whole machine or volume, not per GPU; null where no source tells',
  }),
  basis: z.enum(['billing record', 'instance price', 'list price', 'unpriced']),
  disagreement: z.array(z.object({ basis: z.string(), perHour: decimal })).nullable(),
  monthToDate: decimal,
  monthForecast: intervalDto,
  share: z.number().optional().meta({
    description:
      'Told where a project, an owner or a cost center is asked for: how much of it is theirs, of 1. Amounts are of all of it',
  }),
})

export const runningDto = z.object({ asOf: instant, rows: z.array(runningRowDto) })
export type RunningDto = z.infer<typeof runningDto>
