import { z } from 'zod'
import { ALERT_KINDS } from '../../engine/alert/index.ts'
import { DIMENSIONS } from '../../engine/index.ts'
import { currency, decimal, instant } from './common.ts'

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written HH:MM')
  .meta({ description: "By the account's clock", examples: ['08:00'] })

export const alertSettingBody = z.strictObject({
  quiet: z
    .strictObject({ from: clockTime, to: clockTime })
    .nullable()
    .meta({ description: 'Hours in which nothing but depletion and burn guard is told; null: none' }),
  digestAt: clockTime.meta({ description: 'When the digest goes out; within quiet hours it waits for their end' }),
  topUpLeadHours: z
    .int()
    .min(0)
    .max(24 * 60)
    .meta({ description: 'How long a top-up takes to arrive' }),
})
export type AlertSettingBody = z.infer<typeof alertSettingBody>

const ofWallet = currency.nullable().meta({ description: 'Null: every wallet' })

const party = z.string().trim().min(1).max(200).nullable().optional()
/** Not in rules that were written before it. */
const ofWhom = {
  project: party.meta({ description: 'Null: of everybody' }),
  owner: party,
  cost_center: party,
}

/** What is told of the whole account: somebody who narrows it is told why it cannot be. */
const unnarrowed = (why: string) => ({
  error: (issue: { code?: string; keys?: readonly string[] }) => {
    const dimension = DIMENSIONS.find((each) => issue.code === 'unrecognized_keys' && issue.keys?.includes(each))
    return dimension && `no ${dimension} can be told here: ${why}`
  },
})
const OF_A_WALLET = unnarrowed('everybody of an account pays from the same wallet, so it runs out for all at once')

export const watchDto = z.discriminatedUnion('kind', [
  z.strictObject(
    {
      kind: z.literal('depletion'),
      currency: ofWallet,
      withinHours: z.int().min(1).max(8760).nullable().meta({
        description: 'A step of its own beside 14, 7, 3 and 1 days and 12, 3 and 1 hours',
      }),
    },
    OF_A_WALLET,
  ),
  z.strictObject({
    kind: z.literal('burn-guard'),
    currency: ofWallet,
    limitPerHour: decimal.nullable().meta({ description: 'Null: factor times the dearest hour of the last 30 days' }),
    factor: z.number().min(1).max(100),
    ...ofWhom,
  }),
  z.strictObject({
    kind: z.literal('budget'),
    budgetId: z.int().min(1).nullable().meta({ description: 'Null: every budget' }),
    basis: z.enum(['actual', 'p50', 'p90']),
    percents: z.array(z.number().min(1).max(1000)).min(1).max(10).readonly(),
    ...ofWhom,
  }),
  z.strictObject({
    kind: z.literal('fund'),
    fundId: z.int().min(1).nullable().meta({ description: 'Null: every grant' }),
    underPercent: z.number().min(1).max(99),
    ...ofWhom,
  }),
  z.strictObject({
    kind: z.literal('anomaly'),
    currency: ofWallet,
    leastPercent: z.number().min(0).max(1000).meta({ description: 'Of what the wallet costs a day' }),
    ...ofWhom,
  }),
  z.strictObject(
    { kind: z.literal('wallet-fall'), currency: ofWallet },
    unnarrowed('what no bill explains is of no resource, so nobody can say whose it is'),
  ),
  z.strictObject({
    kind: z.literal('price-change'),
    currency: ofWallet,
    leastPercent: z.number().min(0).max(1000),
    ...ofWhom,
  }),
  z.strictObject(
    {
      kind: z.literal('stock-back'),
      region: z.string().min(1).nullable().meta({ description: 'Null: any region' }),
      gpuModel: z.string().min(1),
      size: z.int().min(1).max(16).meta({ description: 'GPUs of one machine' }),
      machines: z.int().min(1).max(1000),
    },
    unnarrowed('GPUs that nobody has are of nobody'),
  ),
  z.strictObject(
    { kind: z.literal('ingest-stale'), hours: z.int().min(1).max(720) },
    unnarrowed('an account is read as a whole'),
  ),
])

const channelNumbers = z.array(z.int().min(1)).max(50)

export const ruleBody = z.strictObject({
  name: z.string().trim().min(1).max(120),
  watch: watchDto,
  delivery: z.enum(['at once', 'digest']).meta({
    description: 'Depletion and burn guard are told at once whatever is said here',
  }),
  channels: channelNumbers.default([]).meta({ description: 'Numbers of channels; none: all but the stand-ins' }),
  standIns: channelNumbers.default([]).meta({ description: 'Told when nobody has acknowledged in time' }),
  standInAfterHours: z.int().min(1).max(720).nullable().default(null),
  paused: z.boolean().default(false),
})
export type RuleBody = z.infer<typeof ruleBody>

export const ruleDto = ruleBody.extend({
  ruleId: z.int(),
  sentence: z.string().meta({ description: 'What it watches, in words' }),
  createdAt: instant,
})
export type RuleDto = z.infer<typeof ruleDto>

export const alertDto = z.object({
  alertId: z.int(),
  ruleId: z.int(),
  kind: z.enum(ALERT_KINDS),
  cause: z.string(),
  subject: z.string(),
  text: z.string().meta({ description: 'All that is needed to act on it' }),
  path: z.string(),
  facts: z.record(z.string(), z.unknown()),
  openedAt: instant,
  toldAt: instant.nullable().meta({ description: 'Null until a channel was told of it' }),
  acknowledged: z.object({ at: instant, by: z.string() }).nullable(),
  standInsToldAt: instant.nullable(),
  resolvedAt: instant.nullable(),
})
export type AlertDto = z.infer<typeof alertDto>

export const alertsDto = z.object({ rows: z.array(alertDto), next: z.string().nullable() })
export type AlertsDto = z.infer<typeof alertsDto>

export const acknowledgeBody = z.strictObject({ by: z.string().trim().min(1).max(120) })
