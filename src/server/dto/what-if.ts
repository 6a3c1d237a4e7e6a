import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import { dayParameter, periodInOrder } from '../parameters.ts'
import { currency, day, decimal, instant, intervalDto } from './common.ts'
import { runwayDto } from './overview.ts'
import { scenarioBody } from './scenario.ts'

const MOST_MS = 3 * 366 * 86_400_000

export const whatIfBody = z
  .strictObject({
    window: z
      .strictObject({ from: dayParameter, to: dayParameter.meta({ description: 'Exclusive' }) })
      .superRefine(periodInOrder)
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= MOST_MS, {
        path: ['to'],
        message: 'at most three years can be compared',
      })
      .optional()
      .meta({ description: 'Days of the account; without it the month that runs and the two after it' }),
    scenarios: z.array(scenarioBody).max(5),
  })
  .meta({ title: 'What-if', description: 'Up to five scenarios, compared with the plan as it stands' })
export type WhatIfBody = z.infer<typeof whatIfBody>

const spend = intervalDto.extend({
  billedSoFar: decimal,
  tax: decimal.meta({ description: 'On topping up; not part of the credits' }),
})

export const differenceDto = z
  .object({
    total: decimal.meta({ description: 'Scenario less baseline, tax included: the sum of the causes' }),
    price: decimal,
    hours: decimal,
    count: decimal,
    state: decimal,
    storage: decimal,
    tax: decimal,
  })
  .meta({ description: 'By cause, exact; taken in the order count, hours, state, price' })

const walletDto = z.object({
  currency,
  early: z.boolean(),
  days: z.array(spend.extend({ day })),
  months: z.array(spend.extend({ from: day, to: day })),
  total: spend,
  difference: differenceDto,
  runway: runwayDto.nullable().meta({ description: 'Null where the balance was never read' }),
  avoidedByHibernation: decimal.meta({ description: 'Against staying on' }),
})

const pieceDto = z
  .object({
    from: instant,
    to: instant,
    machines: z.int(),
    gpuModel: z.string().nullable(),
    gpuCount: z.int().nullable(),
    sizeGb: z.int().nullable(),
    tier: z.string().nullable(),
    region: z.string().nullable(),
    onHours: z.number(),
    onPerHour: decimal,
    asleepHours: z.number(),
    asleepPerHour: decimal,
    cost: decimal,
  })
  .meta({ description: 'Hours x price, for all machines of the line' })

const lineDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['instance', 'volume', 'snapshot', 'image', 'public_ip']),
  currency,
  changes: z.array(z.int()).meta({ description: 'The places of the changes that touch it' }),
  now: z
    .object({
      gpuModel: z.string().nullable(),
      gpuCount: z.int().nullable(),
      sizeGb: z.int().nullable(),
      state: z.string(),
      perHour: decimal.nullable(),
    })
    .nullable()
    .meta({ description: 'What it is and costs now; null for what the scenario adds' }),
  baseline: decimal.meta({ description: 'Still to come in the window' }),
  scenario: decimal,
  difference: differenceDto.omit({ tax: true }),
  avoided: decimal.meta({ description: 'By being asleep, against staying on' }),
  pieces: z.array(pieceDto).optional().meta({ description: 'Where they are asked for' }),
})

const jobDto = z.object({
  change: z.int(),
  name: z.string(),
  currency,
  startsAt: instant,
  finish: z.object({ early: instant, likely: instant, late: instant.nullable() }),
  gpuHours: z.number(),
  cost: z.object({ early: decimal, likely: decimal, late: decimal.nullable() }),
  perUnit: decimal,
  unit: z.string(),
  deadline: z.object({ at: instant, isMade: z.boolean(), isSure: z.boolean(), lateSeconds: z.int() }).nullable(),
})

const stockDto = z.object({
  change: z.int(),
  gpuModel: z.string(),
  gpuCount: z.int(),
  machines: z.int(),
  region: z.string().nullable(),
  at: instant,
  chance: z.number().nullable().meta({ description: '0 to 1; null where there is too little history of stock' }),
})

export const outcomeDto = z.object({
  name: z.string(),
  sentences: z.array(z.string()),
  wallets: z.array(walletDto),
  lines: z.array(lineDto).meta({ description: 'What a change touches, and what is asleep' }),
  jobs: z.array(jobDto),
  accounts: z
    .array(z.object({ account: z.string(), wallets: z.array(walletDto), lines: z.array(lineDto) }))
    .meta({ description: 'Other accounts that take something over, each with its own wallets' }),
  stock: z.array(stockDto),
  notes: z.array(z.string()),
  parties: z
    .array(z.object({ currency, name: z.string().nullable(), total: spend, difference: differenceDto }))
    .optional()
    .meta({
      description:
        'By project, owner or cost center where it is asked for; null: of nobody. They add up to each wallet exactly, but for intervals',
    }),
})
export type OutcomeDto = z.infer<typeof outcomeDto>
export type PieceDto = z.infer<typeof pieceDto>

export const whatIfDto = z.object({
  asOf: instant,
  account: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  split: z.enum(DIMENSIONS).optional().meta({ description: 'What the parties are' }),
  baseline: outcomeDto,
  scenarios: z.array(outcomeDto),
})
export type WhatIfDto = z.infer<typeof whatIfDto>

/** What a plan can be changed to and of: what is sold, and what it holds. */
export const whatIfChoicesDto = z.object({
  machines: z.array(
    z.object({
      gpuModel: z.string(),
      tier: z.string(),
      gpuCounts: z.array(z.int()),
      regions: z.array(z.string()),
      canHibernate: z.boolean().nullable(),
    }),
  ),
  volumes: z.array(z.object({ tier: z.string(), volumeType: z.string() })),
  resources: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), gpuModel: z.string().nullable() })),
  projects: z.array(z.string()).meta({ description: 'Whose the resources are today' }),
  owners: z.array(z.string()),
  costCenters: z.array(z.string()),
  currencies: z.array(currency),
  accounts: z.array(z.string()).meta({ description: 'Short names of the other accounts' }),
})
export type WhatIfChoicesDto = z.infer<typeof whatIfChoicesDto>
