import { z } from 'zod'
import { currency, decimal, instant } from './common.ts'
import { planDto, whoBody } from './plan.ts'

const share = z.number().min(0).max(1)

export const chanceDto = z
  .object({
    p: share.nullable().meta({ description: 'Null = not enough history, or nothing seen' }),
    low: share.nullable(),
    high: share.nullable(),
    snapshots: z.int(),
  })
  .meta({ description: 'The chance that it can be had, with its 80 % interval and what it rests on' })
export type ChanceDto = z.infer<typeof chanceDto>

export const triedDto = z
  .object({
    good: z.int(),
    failed: z.int(),
    deploys: z.object({ good: z.int(), failed: z.int() }),
    restores: z.object({ good: z.int(), failed: z.int() }),
    lastFailedAt: instant.nullable(),
  })
  .meta({ description: 'Deploys and restores seen of this model in this region; they count in every chance' })
export type TriedDto = z.infer<typeof triedDto>

const sizeDto = z.object({
  size: z.int().meta({ description: 'GPUs of one machine' }),
  now: z.int().nullable().meta({ description: 'Machines of that size that could be had' }),
  isFloor: z.boolean().meta({ description: 'At least so many' }),
  seen: share.nullable().meta({ description: 'Of all hours read, the share with one or more' }),
  inAnHour: chanceDto,
  tomorrow: chanceDto.meta({ description: 'In 24 hours' }),
})

export const poolDto = z.object({
  region: z.string(),
  gpuModel: z.string(),
  readAt: instant,
  available: z.string().nullable().meta({ description: 'GPUs, as told' }),
  sizes: z.array(sizeDto),
  trend: z
    .array(z.object({ at: instant, low: z.int(), high: z.int() }))
    .meta({ description: 'Machines of the size asked for in the last seven days, by six hours' }),
  chances: z.array(share.nullable()).length(168).meta({ description: 'By hour of the week, for the size asked for' }),
  nextWeekHours: z
    .object({ p10: z.number(), p50: z.number(), p90: z.number(), weeks: z.int() })
    .nullable()
    .meta({ description: 'Hours of the next 168 in which it can be had, 8 times in 10' }),
  shortages: z.object({
    count: z.int(),
    medianHours: z.number().nullable(),
    hours80: z.number().nullable(),
    runningSince: instant.nullable(),
    last: z.object({ startsAt: instant, endsAt: instant.nullable(), hours: z.number() }).nullable(),
  }),
  planned: z.object({
    in7Days: z.string().nullable(),
    announced: z.int(),
    arrived: z.int(),
    notSeen: z.int(),
    open: z.int(),
  }),
  tried: triedDto,
})
export type PoolDto = z.infer<typeof poolDto>

export const capacityDto = z.object({
  asOf: instant,
  zone: z.string(),
  readAt: instant.nullable().meta({ description: 'When stock was last read; null = this account is not told stock' }),
  size: z.int(),
  sizes: z.array(z.int()),
  pools: z.array(poolDto),
  untold: z
    .array(z.object({ region: z.string(), gpuModel: z.string(), chance: chanceDto, tried: triedDto }))
    .meta({ description: 'Pools of which no stock is told, by the deploys and restores seen in them' }),
})
export type CapacityDto = z.infer<typeof capacityDto>

const priceDto = z.object({
  currency,
  perMachineHour: decimal,
  total: decimal,
  balance: decimal.meta({ description: 'Of the wallet, as last read' }),
  atStart: decimal.meta({ description: 'What the wallet will hold by then, if all goes on as now' }),
  minimum: decimal.meta({ description: 'What the wallet must hold for a deploy' }),
  canDeploy: z.boolean().meta({ description: 'It will hold the minimum at the start' }),
  topUp: decimal.meta({ description: 'What is missing at the end; 0 = nothing' }),
  topUpBy: instant.nullable().meta({ description: 'When the wallet would fall under the minimum' }),
})

export const demandOptionDto = z.object({
  region: z.string(),
  gpuModel: z.string(),
  tier: z.string().nullable().meta({ description: 'In which it is sold; null = not known' }),
  machines: z.int(),
  gpusEach: z.int(),
  startsAt: instant,
  endsAt: instant,
  isAsked: z.boolean().meta({ description: 'The GPU that was asked for; else an alternative' }),
  verdict: z.enum(['feasible', 'tight', 'not likely', 'not known yet']),
  reasons: z
    .array(z.enum(['stock', 'too little seen', 'no price', 'balance under the minimum', 'top-up needed']))
    .meta({ description: 'What stands in its way' }),
  chance: chanceDto,
  tried: triedDto,
  betterStart: z
    .object({ startsAt: instant, p: share })
    .nullable()
    .meta({ description: 'The likeliest start within a day before or after, where it is clearly likelier' }),
  hold: z
    .object({
      startsAt: instant,
      hours: z.number(),
      p: share,
      costs: z.array(z.object({ currency, amount: decimal, perHour: decimal })),
    })
    .nullable()
    .meta({ description: 'Taken early and held, since nothing can be reserved' }),
  prices: z.array(priceDto),
})

export const demandDto = z.object({
  line: z.string(),
  understood: z
    .object({
      gpus: z.int().nullable().meta({ description: 'Null where work is asked for' }),
      gpuHours: z.number().nullable(),
      model: z.string(),
      startsAt: instant,
      endsAt: instant.meta({ description: 'Of work the deadline' }),
    })
    .nullable(),
  unclear: z.object({ part: z.string(), hint: z.string() }).nullable(),
  question: z.string().nullable().meta({ description: 'What the line leaves open' }),
  wanted: share.meta({ description: 'From which chance on it counts as feasible' }),
  advice: z
    .array(
      z.object({
        kind: z.enum(['other region', 'other GPU', 'other count', 'other time', 'take early and hold']),
        words: z.string(),
      }),
    )
    .meta({ description: 'What to try instead, with its chance and its cost' }),
  options: z.array(demandOptionDto),
})
export type DemandDto = z.infer<typeof demandDto>

const text = z.string().trim().min(1).max(200)

export const demandPlanBody = z
  .strictObject({
    line: z.string().min(1).max(200).meta({ description: 'As it was checked' }),
    region: text.optional().meta({ description: 'Where; without it where it is likeliest' }),
    gpuModel: text.optional().meta({ description: 'Which GPU; without it the one that was asked for' }),
    machines: z.int().min(1).optional().meta({ description: 'How many machines make up the number' }),
    currency: currency.optional().meta({ description: 'The wallet that pays; needed where several could' }),
    start: z
      .enum(['asked', 'better', 'early'])
      .default('asked')
      .meta({ description: 'As asked, at the likelier hour, or early enough and then held' }),
    who: whoBody.default({ kind: 'account' }).meta({ description: 'Whom it is for' }),
    name: text.optional().meta({ description: 'What it is called; without it what was asked for' }),
    by: text.meta({ description: 'Who says so', examples: ['anna'] }),
    approvedBy: text.optional().meta({ description: 'Approves it in the same step' }),
  })
  .meta({ description: 'One of the options of a checked demand, to be kept as a plan', id: 'DemandPlanBody' })
export type DemandPlanBody = z.infer<typeof demandPlanBody>

export const plannedDemandsDto = z.object({
  asOf: instant,
  zone: z.string(),
  rows: z
    .array(
      z.object({
        plan: planDto,
        option: demandOptionDto.nullable().meta({ description: 'Its check as of now; null = no such GPU was seen' }),
      }),
    )
    .meta({ description: 'Deployments that are planned and have not begun, the next first' }),
})
export type PlannedDemandsDto = z.infer<typeof plannedDemandsDto>
