import { z } from 'zod'
import { RATE_CHANGES } from '../../engine/changes/index.ts'
import { currency, decimal, instant } from './common.ts'
import { priceChangesDto } from './prices.ts'

const changeDto = z.object({
  kind: z.enum(RATE_CHANGES),
  at: instant.nullable().meta({ description: 'Null where only that it happened is known' }),
  resourceId: z.string(),
  resourceType: z.string(),
  name: z.string(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int().nullable(),
  sizeGb: z.number().nullable(),
  region: z.string(),
  perDay: decimal.meta({ description: 'What it costs a day now less what it did; 0 where only its state is another' }),
})

export const changesDto = z.object({
  since: instant,
  asOf: instant,
  wallets: z.array(
    z.object({
      currency,
      perDayBefore: decimal.meta({ description: 'The run rate of then, over a day' }),
      perDay: decimal.meta({ description: 'The run rate of now, over a day: that of then and all changes' }),
      changes: z.array(changeDto).meta({ description: 'What makes the difference, most first' }),
      passed: z
        .object({ count: z.int(), billed: decimal })
        .meta({ description: 'Resources that began since and have ended again: they are in neither run rate' }),
    }),
  ),
  prices: priceChangesDto.shape.rows.meta({ description: 'Of what these wallets pay, the newest first' }),
  stock: z
    .array(
      z.object({
        kind: z.enum(['out', 'back']),
        at: instant.meta({ description: 'The first reading that shows it' }),
        region: z.string(),
        gpuModel: z.string(),
        size: z.int().meta({ description: 'GPUs of one machine' }),
      }),
    )
    .meta({ description: 'Of the sizes that machines of this account have, asleep ones too' }),
})
export type ChangesDto = z.infer<typeof changesDto>
