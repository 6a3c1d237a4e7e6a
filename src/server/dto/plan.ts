import { z } from 'zod'
import { PLAN_SOURCES } from '../../engine/plan/index.ts'
import { currency, decimal, instant } from './common.ts'
import { weekBody } from './scenario.ts'

const text = z.string().trim().min(1).max(200)
const by = text.meta({ description: 'Who says so', examples: ['anna'] })
const reason = z.string().trim().min(1).max(500)
const moment = z
  .string()
  .min(10)
  .max(40)
  .meta({
    description: "An instant, or a day or a time by the account's clock",
    examples: ['2026-12-20', '2026-12-20T18:00', '2026-12-20T17:00:00Z'],
  })

export const whoBody = z
  .strictObject({
    kind: z.enum(['account', 'machine', 'owner', 'project']),
    name: text.optional().meta({ description: 'Of the machine (or its id), owner or project' }),
  })
  .meta({ description: 'Whom it is about; for the account no name' })
export type WhoBody = z.infer<typeof whoBody>

const whatBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sleep') }).meta({ description: 'Asleep; with a week in its hours, else awake' }),
  z.strictObject({ kind: z.literal('keep-on') }).meta({ description: 'Stays on, whatever else is planned' }),
  z.strictObject({ kind: z.literal('away') }).meta({ description: 'Not needed, so asleep' }),
  z.strictObject({ kind: z.literal('end') }).meta({ description: 'Given up for good when it begins' }),
  z.strictObject({ kind: z.literal('working-hours') }).meta({ description: 'When people work' }),
  z.strictObject({ kind: z.literal('holiday'), name: text }).meta({ description: 'Has the hours of a Sunday' }),
  z.strictObject({
    kind: z.literal('deploy'),
    name: text,
    machines: z.int().min(1).max(10_000),
    tier: text,
    gpuModel: text,
    gpuCount: z.int().min(1).max(64),
    region: text.nullable().default(null),
    currency,
  }),
  z
    .strictObject({ kind: z.literal('month'), currency, amount: decimal })
    .meta({ description: 'What a month will cost, in place of the forecast; needs a reason' }),
])
export type WhatBody = z.infer<typeof whatBody>

export const planBody = z
  .strictObject({
    who: whoBody,
    what: whatBody,
    startsAt: moment.optional().meta({ description: 'Without it now' }),
    endsAt: moment.nullish().meta({ description: 'Exclusive; without it until it is taken back' }),
    week: weekBody.nullish().meta({ description: 'Only in these hours of the week' }),
    source: z.enum(PLAN_SOURCES).default('typed'),
    reason: reason.nullish(),
    by,
    approvedBy: by.optional().meta({ description: 'Approves a schedule or a deployment in the same step' }),
  })
  .meta({ description: 'Something that is planned: who, what and when', id: 'PlanBody' })
export type PlanBody = z.infer<typeof planBody>

export const exceptionBody = z.strictObject({
  who: whoBody,
  line: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'As it is said', examples: ['keep on until Fri 18:00', 'away 20 Dec to 7 Jan'] }),
  reason: reason.nullish(),
  by,
})
export type ExceptionBody = z.infer<typeof exceptionBody>

export const planImportBody = z.strictObject({
  text: z.string().min(1).max(5_000_000).meta({ description: 'CSV, or an iCalendar file of holidays' }),
  by,
})
export type PlanImportBody = z.infer<typeof planImportBody>

export const deedBody = z.strictObject({ by })

const deed = z.object({ by: z.string(), at: instant })

export const planDto = z.object({
  planId: z.int(),
  sentence: z.string().meta({ description: 'The plan in words' }),
  state: z.enum(['proposed', 'approved', 'over', 'withdrawn']),
  who: z.object({
    kind: whoBody.shape.kind,
    name: z.string().nullable(),
    resourceId: z.string().nullable().meta({ description: 'Of a machine' }),
  }),
  what: whatBody,
  startsAt: instant,
  endsAt: instant.nullable(),
  week: weekBody.nullable(),
  source: z.enum(PLAN_SOURCES),
  reason: z.string().nullable(),
  proposed: deed,
  approved: deed.nullable(),
  withdrawn: deed.nullable(),
})
export type PlanDto = z.infer<typeof planDto>

export const planImportDto = z.object({
  taken: z.int(),
  unchanged: z.int().meta({ description: 'Stood already' }),
  leftOut: z.array(z.string()).meta({ description: 'What was understood and cannot be planned, and why' }),
})
export type PlanImportDto = z.infer<typeof planImportDto>
