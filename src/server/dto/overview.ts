import { z } from 'zod'
import { accountDto, currency, day, decimal, instant, intervalDto } from './common.ts'

export const early = z.boolean().meta({ description: 'Too little history for a measured interval' })

export const runwayDto = z.object({
  kind: z.enum(['ends', 'beyond', 'empty']),
  p10: instant.optional().meta({ description: 'Could be empty as early as' }),
  p50: instant.optional().meta({ description: 'Likely empty' }),
  p90: instant.optional().meta({ description: 'Empty at the latest, 9 times in 10' }),
  horizonAt: instant.optional().meta({ description: 'For `beyond`: not empty before' }),
})

export const knownFrom = z.enum(['records', 'balance only']).meta({
  description:
    'balance only: neither machines nor bills could ever be read, so that all of it is told by how the balance fell',
})

export const walletDto = z.object({
  currency,
  knownFrom,
  monthToDate: decimal.meta({ description: 'Billed since the first of the month, as read' }),
  estimated: z
    .object({
      since: instant.meta({ description: 'When the bills were read' }),
      amount: decimal.meta({ description: 'What runs will have come to since then, by its states and rates' }),
      monthToDate: decimal.meta({ description: 'With what is billed: an estimate of the present' }),
    })
    .nullable()
    .meta({ description: 'null: the bills are of this minute, or nothing runs in this wallet' }),
  monthEnd: intervalDto.extend({
    early,
  }),
  runRatePerHour: decimal,
  runRateBasis: z
    .array(z.object({ basis: z.string(), perHour: decimal, resources: z.int() }))
    .meta({ description: 'Where the rates come from: billing record, instance price, list price or balance' }),
  disagreements: z.int().meta({ description: 'Resources whose sources tell different rates' }),
  balance: decimal.nullable(),
  balanceReadAt: instant.nullable(),
  runway: runwayDto.nullable().meta({ description: 'Null while the balance has never been read' }),
  ageSeconds: z.int().nullable().meta({ description: 'Age of the oldest reading that this wallet rests on' }),
  stale: z.boolean(),
  notes: z.array(z.string()),
})
export type WalletDto = z.infer<typeof walletDto>

export const overviewIngestDto = z.object({
  status: z.enum(['ok', 'partial', 'failed']),
  finishedAt: instant,
  problems: z
    .array(z.object({ source: z.string(), detail: z.string(), at: instant }))
    .meta({ description: 'Sources that could not be read when they were last tried, and when that was' }),
  quarantined: z.int(),
  running: z.boolean(),
})

export const overviewDto = z.object({
  asOf: instant.meta({ description: 'The moment that the figures speak of: when billing was last read' }),
  account: accountDto,
  month: z.object({ from: day, to: day.meta({ description: 'Exclusive' }) }),
  wallets: z.array(walletDto),
  ingest: overviewIngestDto,
})
export type OverviewDto = z.infer<typeof overviewDto>
