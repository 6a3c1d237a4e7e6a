import { z } from 'zod'
import { HORIZONS } from '../../engine/index.ts'
import { currency, day, decimal, instant, intervalDto } from './common.ts'
import { driversDto } from './forecast.ts'

const known = intervalDto.extend({ billedSoFar: decimal, drivers: driversDto })

export const walletChangeDto = z.object({
  currency,
  madeAt: instant.meta({ description: 'When the earlier one was made' }),
  before: known,
  now: known,
  change: z
    .object({
      total: decimal.meta({ description: 'p50 now less p50 then: the sum of all that follows' }),
      billed: decimal.meta({ description: 'Billed since then, beyond what had been expected of that time' }),
      ...driversDto.shape,
    })
    .meta({ description: 'Causes: what is expected of the rest of the window beyond what had been expected of it' }),
})
export type WalletChangeDto = z.infer<typeof walletChangeDto>

export const forecastChangeDto = z.object({
  asOf: instant,
  account: z.string(),
  horizon: z.enum(HORIZONS),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  wallets: z.array(walletChangeDto).meta({ description: 'Those of which this window was forecast by then' }),
})
export type ForecastChangeDto = z.infer<typeof forecastChangeDto>
