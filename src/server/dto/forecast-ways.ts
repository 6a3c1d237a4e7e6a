import { z } from 'zod'
import { currency, decimal, instant } from './common.ts'

/** How far ahead: a week by the hour, or six weeks by the day. */
export const WAYS_AHEAD = ['week', 'six-weeks'] as const
export type WaysAhead = (typeof WAYS_AHEAD)[number]

const way = z.object({
  way: z.string().meta({ description: 'run-rate, last-week, bottom-up, pool, or one model of the pool' }),
  what: z.string().meta({ description: 'The same in words' }),
  total: decimal,
  share: z.number().min(0).max(1).meta({ description: 'Of the mixture; all ways together are one' }),
  off: z.number().nullable().meta({
    description: 'Mean distance of its totals from what came at the past origins, as a share of that; null without any',
  }),
  steps: z.array(decimal).meta({ description: 'Of each hour or day from asOf on' }),
})

export const walletWaysDto = z.object({
  currency,
  mixed: decimal.meta({ description: 'The sum of the mixture, without plans and prices that are known to change' }),
  origins: z.int().meta({ description: 'Past origins that the ways were tried at over the whole horizon' }),
  ways: z.array(way).meta({ description: 'None where there is too little history to mix' }),
})
export type WalletWaysDto = z.infer<typeof walletWaysDto>

export const forecastWaysDto = z.object({
  asOf: instant,
  account: z.string(),
  ahead: z.enum(WAYS_AHEAD),
  stepHours: z.literal([1, 24]),
  wallets: z.array(walletWaysDto),
})
export type ForecastWaysDto = z.infer<typeof forecastWaysDto>
