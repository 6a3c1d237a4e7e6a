import { z } from 'zod'
import { currency, day, decimal, instant } from './common.ts'
import { early, knownFrom, runwayDto } from './overview.ts'

/** A purchase of credit, and by when. */
export const topUpPlanDto = z.object({
  credit: decimal.meta({ description: 'What has to arrive in the wallet; 0 where the balance is enough' }),
  tax: decimal.meta({ description: 'GST on rupees, on top' }),
  pay: decimal,
  buyBy: instant.nullable().meta({ description: 'Less the lead time that was typed for top-ups' }),
})

const rules = z.object({
  minimumBalance: decimal.meta({ description: 'Below it no machine and no volume can be made' }),
  minimumPurchase: decimal,
  taxPercent: z.number().meta({ description: 'On top of what is bought' }),
})

export const walletRunwayDto = z.object({
  currency,
  knownFrom,
  balance: decimal,
  balanceReadAt: instant,
  runRatePerHour: decimal,
  early,
  runway: runwayDto,
  rules,
  month: z.object({
    from: day,
    to: day.meta({ description: 'Exclusive' }),
    ifToppedUp: decimal.meta({ description: 'Likely cost of the month, whatever is in the wallet' }),
    ifNotToppedUp: decimal.meta({ description: 'The same, with all machines asleep from the likely end on' }),
  }),
  afterwards: z
    .object({ machines: z.int(), asleepPerHour: decimal, storagePerHour: decimal, perDay: decimal })
    .meta({ description: 'Once it is empty: machines sleep and cost that, volumes and snapshots keep charging' }),
})
export type WalletRunwayDto = z.infer<typeof walletRunwayDto>

export const runwaysDto = z.object({ asOf: instant, account: z.string(), wallets: z.array(walletRunwayDto) })
export type RunwaysDto = z.infer<typeof runwaysDto>

export const lastStepDto = z.object({
  kind: z.enum(['hibernate', 'end', 'smaller']).meta({
    description: 'smaller: half the GPUs. end: it cannot hibernate, or is shut off and billed in full',
  }),
  resourceId: z.string(),
  name: z.string(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int().nullable(),
  saves: decimal.meta({ description: 'Until the date, this one alone' }),
  runway: runwayDto.meta({ description: 'With this one and all before it' }),
  chance: z.number(),
  topUp: topUpPlanDto.meta({ description: 'What would still have to be bought' }),
})
export type LastStepDto = z.infer<typeof lastStepDto>

const machineIds = z.array(z.string().min(1).max(200)).max(1000)

export const stopOrderDto = z
  .strictObject({
    first: machineIds.meta({ description: 'Ids or names of machines, the least important first' }),
    keep: machineIds.meta({ description: 'Those that have to run on' }),
  })
  .meta({ description: 'Which machines stop first where a wallet has to last; answers name them by their ids' })
export type StopOrderDto = z.infer<typeof stopOrderDto>

export const lastUntilDto = z.object({
  asOf: instant,
  account: z.string(),
  currency,
  knownFrom,
  balance: decimal,
  balanceReadAt: instant,
  rules,
  until: day.meta({ description: 'To the end of this day' }),
  untilAt: instant,
  certainty: z.int().meta({ description: 'Per cent' }),
  early,
  runway: runwayDto,
  chance: z.number().meta({ description: 'That it lasts until then as things are, 0 to 1' }),
  allowedPerDay: decimal.meta({ description: 'Spend a day that reaches the date' }),
  likelyPerDay: decimal,
  topUp: topUpPlanDto.meta({ description: 'What has to be bought where nothing else is done' }),
  steps: z.array(lastStepDto),
  keep: z.array(z.string()).meta({ description: 'Ids of machines that have to run on, as asked for or as remembered' }),
  keepHere: z.array(z.string()).meta({ description: 'Those of them that this wallet pays for' }),
  reachedWith: z.int().nullable().meta({
    description: 'How many of the steps, from the first, reach the date as surely as wanted; null: not all of them do',
  }),
})
export type LastUntilDto = z.infer<typeof lastUntilDto>
