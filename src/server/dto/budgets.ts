import { z } from 'zod'
import { BUDGET_SCOPE_KEYS } from '../../engine/budget/index.ts'
import { dayParameter } from '../parameters.ts'
import { currency, day, decimal } from './common.ts'

const name = z.string().trim().min(1).max(120)
const note = z.string().trim().min(1).max(500).nullable().default(null)
const money = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,12})?$/, { error: "a decimal number as text, as '4000'", abort: true })
  .refine((text) => Number(text) > 0, 'must be more than 0')
  .meta({ examples: ['4000'] })
const scopeValue = z.string().min(1).max(200)

export const budgetBody = z
  .strictObject({
    name,
    currency,
    period: z.enum(['month', 'quarter', 'dates']).default('month').meta({
      description: 'Calendar months or quarters of the fiscal year over and over, or its own dates once',
    }),
    firstDay: dayParameter,
    lastDay: dayParameter.nullable().default(null).meta({ description: 'Inclusive; null: goes on' }),
    amounts: z
      .array(z.strictObject({ from: dayParameter, amount: money }))
      .min(1)
      .max(120)
      .meta({ description: 'What a whole period may cost, from a day on; within a period it counts by days' }),
    scope: z
      .strictObject(Object.fromEntries(BUDGET_SCOPE_KEYS.map((key) => [key, scopeValue.optional()])))
      .default({})
      .meta({ description: 'What it is for; all that is said has to hold. Nothing said: the whole wallet' }),
    note,
  })
  .superRefine(({ period, firstDay, lastDay, amounts }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (period === 'dates' && lastDay === null) wrong('lastDay', 'a budget of its own dates has an end')
    if (lastDay !== null && lastDay < firstDay) wrong('lastDay', 'is not before the first day')
    if (new Set(amounts.map(({ from }) => from)).size < amounts.length) wrong('amounts', 'two begin on the same day')
  })
export type BudgetBody = z.infer<typeof budgetBody>

const estimate = {
  p10: decimal,
  p50: decimal.meta({ description: 'What the period will likely have cost, with what is billed' }),
  p90: decimal,
}

export const budgetDto = z.object({
  budgetId: z.int(),
  name: z.string(),
  currency,
  period: z.enum(['month', 'quarter', 'dates']),
  firstDay: day,
  lastDay: day.nullable(),
  amounts: z.array(z.object({ from: day, amount: decimal })),
  scope: z.record(z.string(), z.string()),
  note: z.string().nullable(),
  now: z.object({
    from: day,
    to: day.meta({ description: 'Exclusive' }),
    time: z.enum(['to come', 'running', 'past']),
    amount: decimal,
    actual: decimal.meta({ description: 'Billed so far' }),
    planned: decimal.meta({ description: 'What an even spend would have cost by now' }),
    pace: z.number().nullable().meta({ description: 'actual / planned; 1.2 is a fifth faster' }),
    ...estimate,
    early: z.boolean(),
    state: z.enum(['within', 'may go over', 'likely over', 'over']),
    sentence: z.string(),
  }),
})
export type BudgetDto = z.infer<typeof budgetDto>

export const budgetDaysDto = z.object({
  currency,
  rows: z.array(
    z.object({
      day,
      planned: decimal.meta({ description: 'By the end of the day, as all here' }),
      actual: decimal.nullable().meta({ description: 'Null for days to come' }),
      likely: decimal.nullable().meta({ description: 'For today and days to come' }),
    }),
  ),
})
export type BudgetDaysDto = z.infer<typeof budgetDaysDto>

const drawers = z.array(scopeValue).max(200).default([])

export const fundBody = z
  .strictObject({
    name,
    currency,
    amount: money,
    firstDay: dayParameter,
    lastDay: dayParameter.meta({ description: 'Inclusive' }),
    projects: drawers.meta({
      description: 'The projects that draw on it; of all three none: everything in the wallet',
    }),
    owners: drawers.meta({ description: 'The owners, of those projects where some are said' }),
    costCenters: drawers.meta({ description: 'The cost centers, of all that is said beside' }),
    note,
  })
  .refine(({ firstDay, lastDay }) => lastDay >= firstDay, {
    path: ['lastDay'],
    message: 'is not before the first day',
  })
export type FundBody = z.infer<typeof fundBody>

export const fundDto = z.object({
  fundId: z.int(),
  name: z.string(),
  currency,
  amount: decimal,
  firstDay: day,
  lastDay: day,
  projects: z.array(z.string()),
  owners: z.array(z.string()),
  costCenters: z.array(z.string()),
  note: z.string().nullable(),
  now: z.object({
    time: z.enum(['to come', 'running', 'past']),
    spent: decimal,
    planned: decimal.meta({ description: 'What a straight line would have spent by the end of today' }),
    left: decimal,
    pace: z.number().nullable(),
    asked: z.object(estimate).meta({ description: 'What it will be asked for in all, however much it holds' }),
    chance: z.number().meta({ description: 'That it pays all that it is asked for, 0 to 1' }),
    leftOver: decimal.meta({ description: 'What is likely left when it ends' }),
    usedUpOn: day.nullable(),
    early: z.boolean(),
    sentence: z.string(),
  }),
})
export type FundDto = z.infer<typeof fundDto>

export const importedDto = z.object({ taken: z.int() })
export type ImportedDto = z.infer<typeof importedDto>
