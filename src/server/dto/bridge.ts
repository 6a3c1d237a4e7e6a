import { z } from 'zod'
import { currency, decimal } from './common.ts'

export const bridgeDto = z.object({
  month: z.string(),
  zone: z.string(),
  wallets: z.array(
    z.object({
      currency,
      charged: decimal.meta({ description: "What the account's month was charged" }),
      ahead: decimal.meta({ description: 'Of it, in the UTC month before: less' }),
      behind: decimal.meta({ description: 'Of it, in the UTC month after: less' }),
      before: decimal.meta({ description: "Of the UTC month, in the account's month before: more" }),
      after: decimal.meta({ description: "Of the UTC month, in the account's month after: more" }),
      utcMonth: decimal.meta({ description: 'The sum of EffectiveCost of the usage rows of the FOCUS file' }),
    }),
  ),
})
export type BridgeDto = z.infer<typeof bridgeDto>
