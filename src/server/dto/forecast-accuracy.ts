import { z } from 'zod'
import { JUDGED_HORIZONS } from '../../engine/index.ts'
import { currency, decimal, instant, intervalDto } from './common.ts'

/** Where judged forecasts come from. */
export const ACCURACY_SOURCES = ['past', 'backtest'] as const
export type AccuracySource = (typeof ACCURACY_SOURCES)[number]

const share = z.number().nullable()

export const judgedForecastDto = intervalDto.extend({
  madeAt: instant,
  endsAt: instant,
  actual: decimal.meta({ description: 'What came' }),
  off: z.number().meta({ description: 'How far it was off, as a share of what came' }),
  held: z.boolean().meta({ description: 'Whether what came lies between p10 and p90' }),
})

export const horizonAccuracyDto = z.object({
  currency,
  horizon: z.enum(JUDGED_HORIZONS).meta({
    description:
      'How far ahead: a day, a week, thirty days; the calendar month and the quarter of the fiscal year that ran, forecast in their ' +
      'first half, with what was billed by then',
  }),
  hours: z.literal([24, 168, 720]).nullable().meta({ description: 'The same in hours; null of calendar windows' }),
  source: z.enum(ACCURACY_SOURCES).meta({
    description:
      'past: forecasts as they were made and stored at their time. backtest: made again today from the records as they ' +
      'were to be read then',
  }),
  forecasts: z.int(),
  medianOff: share.meta({ description: 'The middle of how far they were off, as a share of what came' }),
  held: z.int().meta({ description: 'In how many the band of 8 times in 10 held what came' }),
  bias: share.meta({ description: 'On the whole against what came: 0.03 is 3 % too high' }),
  runRateMedianOff: share.meta({ description: 'The same of what runs going on at its rate' }),
  rows: z.array(judgedForecastDto).meta({ description: 'Oldest first; days a day apart, longer ones a week apart' }),
})
export type HorizonAccuracyDto = z.infer<typeof horizonAccuracyDto>

export const forecastAccuracyDto = z.object({
  asOf: instant,
  account: z.string(),
  horizons: z.array(horizonAccuracyDto),
})
export type ForecastAccuracyDto = z.infer<typeof forecastAccuracyDto>
