import { z } from 'zod'
import { planDto } from './plan.ts'
import { sleepMadeDto } from './sleep-made.ts'
import { currency, day, decimal, instant, intervalDto } from './common.ts'

const share = z.number().min(0).max(1)
const hourOfDay = z.int().min(0).max(23)

export const sleepRuleDto = z
  .strictObject({
    needed: z.enum(['learned', 'working hours', 'always']),
    workFrom: hourOfDay.nullable().meta({ description: 'Of its own; null: the working hours of the account' }),
    workTo: hourOfDay.nullable(),
    allowed: z.enum(['any time', 'nights']),
    keepsAddress: z.boolean(),
    missPerHour: z.number().min(0).max(1e9).nullable().meta({
      description: 'What a needed hour without it costs its owner, in its wallet; null: by the chosen caution',
    }),
    dismissed: z.string().max(500).nullable().meta({ description: 'Why the advice is not wanted' }),
  })
  .meta({ description: 'What the owner of a machine says about its sleep' })
export type SleepRuleDto = z.infer<typeof sleepRuleDto>

export const sleepRuleBody = sleepRuleDto
  .extend({ by: z.string().trim().min(1).max(200).default('somebody').meta({ description: 'Who says so' }) })
  .meta({ description: 'What the owner of a machine says about its sleep, and who it was', id: 'SleepRuleBody' })
export type SleepRuleBody = z.infer<typeof sleepRuleBody>

const range = intervalDto.meta({ description: 'Forecast: likely, and as low and as high as 8 times in 10' })

export const planFiguresDto = z.object({
  avoided: range.meta({ description: 'Per month, against staying on all the time' }),
  beyondNow: range.meta({ description: 'Per month, the part that is still paid today' }),
  missedHours: z.number().meta({ description: 'Hours per month asleep while needed' }),
  missedShare: share,
  wakes: z.number().meta({ description: 'Per month' }),
  failedRestores: z.number().nullable().meta({ description: 'Per month; null where stock history is too short' }),
  restoreLoss: decimal.nullable().meta({ description: 'What waiting for GPUs costs per month' }),
  restoresSeen: z.int().meta({ description: 'Hours of a restore in which stock was seen, over the stored history' }),
  restoresWithout: z.int().meta({ description: 'Of these, without a GPU: restores that would have failed' }),
  regular: share.meta({ description: 'Of the time asleep that was seen, the share that was idle' }),
  idleWeeks: z.int(),
  weeks: z.int(),
})
export type PlanFiguresDto = z.infer<typeof planFiguresDto>

const slots = z.array(z.number()).length(168)

export const sleepMachineDto = z.object({
  resourceId: z.string(),
  name: z.string(),
  currency,
  region: z.string(),
  tier: z.string().nullable(),
  gpuModel: z.string().nullable(),
  gpuCount: z.int().nullable(),
  state: z.string(),
  onPerHour: decimal.meta({ description: 'Of the whole machine while it is on' }),
  kind: z.enum(['schedule', 'asleep all week', 'none']),
  reason: z.string().nullable().meta({ description: 'Why there is no schedule' }),
  words: z.string().nullable().meta({ description: 'The schedule in words' }),
  asleep: slots.nullable().meta({ description: 'By hour of the week from Monday 00:00 of the zone, 1 = asleep' }),
  needed: slots.meta({ description: 'Chance that it is needed, by hour of the week' }),
  idle: slots.meta({ description: 'Share of the weeks seen in which it was idle' }),
  figures: planFiguresDto.nullable(),
  fixed: planFiguresDto.meta({ description: 'The same for nights and week-ends, for comparison' }),
  breaks: z.array(z.string()).meta({ description: 'What a sleep breaks' }),
  ask: z.array(z.string()).meta({ description: 'Why its owner should be asked when it is needed' }),
  instead: z.array(z.string()).meta({
    description:
      'Where its restores fail too often, or may: how often here, in another region, on another GPU, at another time',
  }),
  snapshots: z.int().meta({ description: 'Stock readings, or deploys and restores, behind the chance of no GPUs' }),
  riskFrom: z
    .enum(['stock', 'tries'])
    .nullable()
    .meta({ description: 'What that chance is learned from; tries are deploys and restores; null = not known yet' }),
  waitHours: z.number().nullable().meta({ description: 'Hours until GPUs are back, where a restore finds none' }),
  wakes: z
    .array(
      z.object({
        at: z.string().meta({ description: 'Hour of the week of the zone', examples: ['Mon 08:00'] }),
        failure: share.meta({ description: 'The chance that its restore finds no GPU' }),
        low: share.meta({ description: 'Of its 80 % interval' }),
        high: share,
        most: share.meta({ description: 'It fails no more often, 19 times in 20; what is held to mostFailures' }),
        seen: z.int().meta({ description: 'How often that hour was seen' }),
        without: z.int().meta({ description: 'Of these, without a GPU' }),
      }),
    )
    .meta({ description: 'The wakings of the advised week; empty where nothing is known of stock' }),
  measuredHours: z.int().meta({ description: 'Hours in which the use of its GPUs was measured' }),
  rule: sleepRuleDto,
  plans: z.array(planDto).meta({ description: 'What stands and speaks of it, proposals too' }),
  next: z
    .object({ at: instant, state: z.enum(['on', 'asleep', 'gone']), planId: z.int() })
    .nullable()
    .meta({ description: 'The next change by plan in the week ahead' }),
})
export type SleepMachineDto = z.infer<typeof sleepMachineDto>

const sumDto = z.object({
  from: instant,
  to: instant,
  possible: range.meta({ description: 'Could still be avoided: what is slept already is not in it' }),
  avoided: range.meta({ description: 'Against staying on all the time' }),
  restoreLoss: decimal.nullable().meta({ description: 'Expected loss from failed restores; null = not known of any' }),
  lossUnknown: z.int().meta({ description: 'Machines without stock history, whose loss is not in the sum' }),
})

/** What all advised schedules of a wallet, or of those of its machines that are alike in `by`, come to. */
export const sleepSumDto = z.object({
  by: z.enum(['wallet', 'region', 'gpu_model', 'region_and_gpu_model', 'project', 'owner', 'cost_center']),
  currency,
  region: z.string().nullable(),
  gpuModel: z.string().nullable(),
  project: z.string().nullable().meta({ description: 'By project: null = not assigned' }),
  owner: z.string().nullable(),
  cost_center: z.string().nullable(),
  machines: z
    .int()
    .meta({ description: 'Those that are shared count where they have a share, with that share of the money' }),
  restOfMonth: sumDto,
  nextMonth: sumDto,
  nextQuarter: sumDto.meta({ description: 'The three months after this one' }),
})
export type SleepSumDto = z.infer<typeof sleepSumDto>

const monthForecastDto = z.object({
  currency,
  month: z.string().meta({ description: 'The month that runs', examples: ['2026-11'] }),
  billedSoFar: decimal,
  withoutSchedules: range.meta({ description: 'The whole month as it goes on, without the approved schedules' }),
  withSchedules: range.meta({ description: 'With the approved schedules and exceptions' }),
  withAdvice: range.meta({ description: 'And with all advised ones that nobody approved yet, from now on' }),
})

export const hibernationDto = z.object({
  asOf: instant,
  zone: z.string(),
  from: day,
  to: day,
  caution: z.object({ step: z.int(), steps: z.int(), missMultiple: z.number(), doubt: z.number() }),
  mostFailures: share.meta({
    description: 'No restore is advised of which it is not sure, 19 times in 20, that it fails no more often',
  }),
  firstLook: instant.nullable().meta({ description: 'Nothing is claimed as shut off before it' }),
  stockReadAt: instant.nullable(),
  made: sleepMadeDto,
  sums: z.array(sleepSumDto).meta({ description: 'Intervals do not add up, so each sum has its own' }),
  monthForecast: z.array(monthForecastDto),
  curve: z.array(
    z.object({
      currency,
      step: z.int(),
      missMultiple: z.number(),
      beyondNow: range,
      avoided: range,
      missedHours: z.number(),
    }),
  ),
  machines: z.array(sleepMachineDto),
})
export type HibernationDto = z.infer<typeof hibernationDto>

const triedDto = z.object({
  restores: z.int().meta({ description: 'In hours of which stock was read' }),
  failed: z.int().meta({ description: 'Of these, without a GPU' }),
  expected: z.number().nullable().meta({ description: 'How many were expected to fail when they were recommended' }),
})

export const restoreBacktestDto = z.object({
  mostFailures: share,
  weeks: z.array(
    z.object({
      from: instant,
      recommended: triedDto,
      riskIgnored: triedDto.meta({ description: 'Had the same advice not counted the stock' }),
    }),
  ),
  pools: z.array(z.object({ region: z.string(), gpuModel: z.string(), recommended: triedDto, riskIgnored: triedDto })),
  total: z.object({ recommended: triedDto, riskIgnored: triedDto }),
})
export type RestoreBacktestDto = z.infer<typeof restoreBacktestDto>
