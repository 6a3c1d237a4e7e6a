import { z } from 'zod'
import { currency, day, decimal, instant } from './common.ts'

export const CAUSES = [
  'rate rounding',
  'duration',
  'price change',
  'wrong unit rule',
  'unknown type',
  'hibernation split',
  'restatement',
  'missing price',
  'overlap or gap',
  'unexplained',
] as const
const cause = z.enum(CAUSES)

const sums = {
  currency,
  records: z.int(),
  billed: decimal.meta({ description: 'Split over days by minutes' }),
  recalculated: decimal.meta({ description: 'From the price list, of what has a price' }),
  difference: decimal.meta({ description: 'Billed less recalculated, of what has a price' }),
  unpriced: decimal.meta({ description: 'Billed where no price is known' }),
  causes: z.array(cause),
}
export const reconciliationSumsDto = z.object(sums)
export type ReconciliationSumsDto = z.infer<typeof reconciliationSumsDto>

const rule = z.object({
  rule: z.enum(['snapshot', 'gbPerTb', 'hibernation']),
  setting: z.string().nullable().meta({ description: 'The setting that takes the reading; null = none does' }),
  present: z.string(),
  inferred: z.string().nullable().meta({ description: 'What the bills bear out; null = they do not decide' }),
  telling: z.int().meta({ description: 'Bills on which the readings differ' }),
  explained: z.array(z.object({ reading: z.string(), bills: z.int() })),
})

/** Of a shared resource its share; none where nobody is named. */
const parties = z.array(z.object({ name: z.string().nullable().meta({ description: 'null = not assigned' }), ...sums }))

export const reconciliationDto = z.object({
  from: day,
  to: day,
  asOf: instant,
  areChargesStale: z
    .boolean()
    .meta({ description: 'Prices changed since the days were rated: the next ingest does it' }),
  wallets: z.array(
    z.object({
      ...sums,
      sentence: z.string().meta({ description: 'How much money could be checked, and how' }),
      checked: decimal.meta({ description: 'Compared with a price seen at that time or a contract' }),
      checkedDifference: decimal,
      assumedRight: decimal.meta({ description: 'Agrees with a dated list, prose or a later list' }),
      assumedWrong: decimal,
      assumedFrom: instant.nullable().meta({ description: 'The beginning of the later list' }),
      uncheckable: z.array(z.object({ cause, billed: decimal })),
      byCause: z.array(z.object({ cause, records: z.int(), billed: decimal, difference: decimal })),
    }),
  ),
  days: z.array(z.object({ day, ...sums })),
  months: z.array(z.object({ month: z.string(), ...sums })),
  resources: z.array(z.object({ resourceId: z.string(), name: z.string(), resourceType: z.string(), ...sums })),
  projects: parties,
  owners: parties,
  costCenters: parties,
  unrated: z.array(z.object({ sku: z.string(), currency, billed: decimal, records: z.int(), causes: z.array(cause) })),
  gaps: z.array(
    z.object({
      resourceId: z.string(),
      name: z.string(),
      currency,
      startsAt: instant,
      endsAt: instant,
      beforeRecordId: z.string(),
    }),
  ),
  rules: z.array(rule),
})
export type ReconciliationDto = z.infer<typeof reconciliationDto>
export type RuleDto = z.infer<typeof rule>

export const reconciledRecordDto = z.object({
  recordId: z.string(),
  resourceId: z.string(),
  name: z.string(),
  resourceType: z.string(),
  currency,
  startsAt: instant,
  endsAt: instant.nullable().meta({ description: 'Null while it is open' }),
  minutes: z.int(),
  billed: decimal,
  recalculated: decimal.nullable(),
  difference: decimal.nullable(),
  cause: cause.nullable(),
  evidence: z.enum(['checked', 'assumed', 'not checkable']).meta({ description: 'Of the most of its money' }),
  isAssumedRight: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether it agrees with the list of another day; null where that was not asked' }),
})
export const reconciledRecordsDto = z.object({
  rows: z.array(reconciledRecordDto),
  next: z.string().nullable(),
})
export type ReconciledRecordDto = z.infer<typeof reconciledRecordDto>
export type ReconciledRecordsDto = z.infer<typeof reconciledRecordsDto>
