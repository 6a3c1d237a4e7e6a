import { z } from 'zod'
import { WEEKDAYS } from '../../engine/index.ts'
import { dayParameter } from '../parameters.ts'
import { currency, instant } from './common.ts'

const text = z.string().trim().min(1).max(200)
const decimalText = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,12})?$/, "a decimal number as text, as '4.5'")
  .meta({ description: 'Decimal number as text', examples: ['4.5'] })
const aTime = {
  from: dayParameter.optional().meta({ description: 'First day; without it now' }),
  until: dayParameter.optional().meta({ description: 'The day after the last; without it for good' }),
}
const region = text.optional().meta({ description: 'Without it anywhere' })
const howMany = z.int().min(1).max(10_000)

const selector = z
  .strictObject({
    ids: z.array(text).min(1).max(5000).optional(),
    name: text.optional().meta({ description: 'With * for any text', examples: ['dev-*'] }),
    gpuModel: text.optional(),
    region: text.optional(),
    state: z.enum(['active', 'shutoff', 'hibernated', 'transitional', 'error', 'stored', 'used', 'unknown']).optional(),
    project: text.optional().meta({ description: "Where it has a share today; 'not assigned': where nobody has" }),
    owner: text.optional(),
    cost_center: text.optional(),
  })
  .meta({ description: 'Which resources: all that is told has to match, and something has to be told' })

const weekWindow = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1),
  from: z.int().min(0).max(23).meta({ description: "Hour of the account's clock" }),
  to: z.int().min(0).max(24).meta({ description: 'Where it is not later than from: on the next day' }),
})
const week = z.array(weekWindow).min(1).max(20)

const conditions = {
  scalingEfficiency: z.number().gt(0).max(1).optional().meta({
    description: 'What each doubling of the GPUs keeps of its speed; 0.9 where it is not told',
  }),
  idleShare: z.number().min(0).max(0.99).optional(),
  overheadHours: z.number().min(0).max(10_000).optional(),
}
const amount = z.number().positive().max(1e18)

export const workBody = z.discriminatedUnion('measure', [
  z.strictObject({ measure: z.literal('gpu-hours'), amount, referenceModel: text, ...conditions }),
  z.strictObject({
    measure: z.literal('pflop'),
    amount: amount.meta({ description: '1e15 operations; training takes 6 x parameters x tokens' }),
    utilisation: z.number().gt(0).max(1).optional().meta({
      description: 'Of the dense 16-bit peak; a range of 0.3 to 0.5 where it is not told',
    }),
    ...conditions,
  }),
  z.strictObject({
    measure: z.enum(['tokens', 'samples']),
    amount,
    perSecond: z.number().positive().meta({ description: 'Measured on one GPU of the reference model' }),
    referenceModel: text,
    ...conditions,
  }),
])

const machine = {
  tier: text,
  gpuModel: text,
  gpuCount: z.int().min(1).max(64).meta({ description: 'GPUs per machine' }),
  region,
  currency,
}

export const changeBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('replace-gpu'),
    machines: selector,
    gpuModel: text.optional(),
    tier: text.optional(),
    gpuCount: z.int().min(1).max(64).optional(),
    region: text.optional(),
    ...aTime,
  }),
  z.strictObject({ kind: z.literal('remove'), resources: selector, ...aTime }),
  z.strictObject({ kind: z.literal('add-machines'), name: text, machines: howMany, ...machine, ...aTime }),
  z.strictObject({
    kind: z.literal('add-volumes'),
    name: text,
    volumes: howMany,
    tier: text,
    volumeType: text,
    sizeGb: z.int().min(1).max(1_000_000),
    region,
    currency,
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('add-snapshots'),
    name: text,
    snapshots: howMany,
    tier: text,
    sizeGb: z.int().min(1).max(1_000_000),
    region,
    currency,
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('schedule'),
    machines: selector,
    week,
    off: z.enum(['hibernate', 'stop', 'delete']).meta({ description: 'stop: shut off, which is paid in full' }),
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('instead-of-stopping'),
    machines: selector,
    off: z.enum(['hibernate', 'delete']),
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('another-account'),
    resources: selector,
    account: text.meta({ description: 'Its short name' }),
    currency: currency.optional().meta({ description: 'The wallet there; without it that of the same currency' }),
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('price-percent'),
    sku: text.meta({ description: "A sku, or the beginning of many with a star: 'gpu/*'", examples: ['gpu/*'] }),
    currency: currency.optional(),
    percent: decimalText,
    ...aTime,
  }),
  z.strictObject({
    kind: z.literal('price-list'),
    prices: z
      .array(z.strictObject({ sku: text, currency, price: decimalText }))
      .min(1)
      .max(500),
    ...aTime,
  }),
  z.strictObject({ kind: z.literal('growth'), resources: selector, percentPerMonth: decimalText, ...aTime }),
  z.strictObject({
    kind: z.literal('job'),
    name: text,
    machines: howMany,
    ...machine,
    work: workBody,
    from: aTime.from,
    deadline: dayParameter.optional().meta({ description: 'To be done by the end of this day' }),
    week: week.optional(),
    off: z.enum(['hibernate', 'delete']).optional(),
  }),
])

export const scenarioBody = z
  .strictObject({ name: text, changes: z.array(changeBody).max(100) })
  .meta({ description: 'Changes of the plan, made one after another', id: 'Scenario' })
export type ScenarioBody = z.infer<typeof scenarioBody>

/** A scenario that is kept. */
export const scenarioDto = z.object({
  scenarioId: z.int(),
  name: z.string(),
  changes: z.array(changeBody),
  sentences: z.array(z.string()).meta({ description: 'Each change in words' }),
  createdAt: instant,
  changedAt: instant,
})
export type ScenarioDto = z.infer<typeof scenarioDto>

export const shareOfOne = z.number().min(0).max(1)
export const weekBody = week
