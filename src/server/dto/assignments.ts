import { z } from 'zod'
import { dayParameter } from '../parameters.ts'
import { currency, day, decimal } from './common.ts'

const TYPES = ['instance', 'volume', 'snapshot', 'image', 'public_ip', 'ai_model'] as const
const NOT_ASSIGNED = 'not assigned'

const text = z.string().trim().min(1).max(200)
const value = text
  .refine((name) => name.toLowerCase() !== NOT_ASSIGNED, `'${NOT_ASSIGNED}' is what is shown where there is none`)
  .nullable()
  .default(null)
const share = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, "a share is a number that is not negative, as '1' or '0.25'")
  .meta({ description: 'How it compares with the shares beside it', examples: ['1'] })

const partBody = z
  .strictObject({ project: value, owner: value, cost_center: value, share: share.default('1') })
  .refine(
    ({ project, owner, cost_center }) => project ?? owner ?? cost_center,
    'say a project, an owner or a cost center',
  )
const partsBody = z
  .array(partBody)
  .min(1)
  .max(100)
  .refine((parts) => parts.length === 1 || parts.some((part) => Number(part.share) > 0), 'one share at least is not 0')
  .meta({ description: 'Several parts share a machine by fixed shares' })

const bounds = {
  from: dayParameter.nullable().default(null).meta({ description: 'First day; null = always was' }),
  to: dayParameter.nullable().default(null).meta({ description: 'The day after the last; null = for good' }),
}
function boundsInOrder({ from, to }: { from: string | null; to: string | null }, context: z.RefinementCtx): void {
  if (from !== null && to !== null && from >= to) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from; it is not part of the time' })
  }
}

const match = z
  .strictObject({
    name: text.optional().meta({ description: 'With * for any text', examples: ['dev-*'] }),
    ids: z.array(text).min(1).max(5000).optional(),
    region: text.optional(),
    currency: currency.optional().meta({ description: 'The wallet' }),
    type: z.enum(TYPES).optional(),
  })
  .meta({ description: 'All that is told has to match; nothing told = everything' })

export const ruleBody = z
  .strictObject({
    match,
    ...bounds,
    parts: partsBody,
    everyAccount: z.boolean().default(false).meta({ description: 'A rule of all accounts' }),
    position: z.int().min(1).max(10_000).optional().meta({ description: 'From 1; without it the last' }),
  })
  .superRefine(boundsInOrder)
export type RuleBody = z.infer<typeof ruleBody>

const partDto = z.object({
  project: z.string().nullable(),
  owner: z.string().nullable(),
  cost_center: z.string().nullable(),
  share: decimal,
})
export type PartDto = z.infer<typeof partDto>

export const ruleDto = z.object({
  ruleId: z.int(),
  position: z.int(),
  match,
  from: day.nullable(),
  to: day.nullable(),
  parts: z.array(partDto),
  everyAccount: z.boolean(),
  words: z.string().meta({ description: 'What it is for, in words' }),
  matched: z.int().meta({ description: 'Resources that it is for, whatever goes before it' }),
})
export type RuleDto = z.infer<typeof ruleDto>
export const rulesDto = z.object({ rows: z.array(ruleDto) })
export type RulesDto = z.infer<typeof rulesDto>

const assignedDto = {
  resourceId: z.string(),
  name: z.string(),
  type: z.enum(TYPES),
  region: z.string(),
  currency: currency.nullable(),
}

export const rulePreviewBody = z.strictObject({
  rule: ruleBody,
  ruleId: z.int().optional().meta({ description: 'The rule that it would replace' }),
})
export const rulePreviewDto = z.object({
  matched: z.int().meta({ description: 'Resources that it is for' }),
  changed: z.int().meta({ description: "Resources whose cost would be somebody else's on a day that is open" }),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  wallets: z
    .array(z.object({ currency, billed: decimal }))
    .meta({ description: 'What was billed in these days for the resources that change' }),
  rows: z
    .array(z.object({ ...assignedDto, before: z.array(partDto), after: z.array(partDto), isChanged: z.boolean() }))
    .meta({ description: 'As of today, those that change first; 500 at most' }),
})
export type RulePreviewDto = z.infer<typeof rulePreviewDto>

export const assignmentsDto = z.object({
  day: day.meta({ description: 'On which they are assigned so' }),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  rows: z.array(
    z.object({
      ...assignedDto,
      gpuModel: z.string().nullable(),
      gpuCount: z.int().nullable(),
      status: z.string().nullable(),
      isGone: z.boolean(),
      parts: z.array(partDto),
      via: z.string().meta({ description: 'Why it is so, in words' }),
      billed: decimal.meta({ description: 'From `from` to `to`' }),
    }),
  ),
  values: z
    .object({ project: z.array(z.string()), owner: z.array(z.string()), cost_center: z.array(z.string()) })
    .meta({ description: 'Every value in use, sorted' }),
})
export type AssignmentsDto = z.infer<typeof assignmentsDto>

export const assignBody = z
  .strictObject({
    resourceIds: z.array(text).min(1).max(10_000),
    ...bounds,
    parts: partsBody.nullable().meta({ description: 'null takes back what was said by hand or file' }),
  })
  .superRefine(boundsInOrder)
export type AssignBody = z.infer<typeof assignBody>

export const assignedCountDto = z.object({ resources: z.int() })

export const importedAssignmentsDto = z.object({
  form: z.enum(['resources', 'rules', 'hours']),
  taken: z.int(),
  unchanged: z.int(),
})
export type ImportedAssignmentsDto = z.infer<typeof importedAssignmentsDto>
