import { z } from 'zod'
import { monthParameter } from '../months.ts'
import { currency, day, decimal, instant } from './common.ts'

const openItemDto = z.object({
  kind: z.enum([
    'month',
    'not read',
    'running',
    'quarantine',
    'stale',
    'unexplained',
    'top-ups',
    'not assigned',
    'earlier',
  ]),
  words: z.string(),
  blocks: z.boolean().meta({ description: 'The month cannot be closed while it stands' }),
})
export type OpenItemDto = z.infer<typeof openItemDto>

const closedFileDto = z.object({ name: z.string(), sha256: z.string(), bytes: z.int() })

export const correctionDto = z.object({
  day: day.meta({ description: 'On which it is booked: the day on which it came to light, or the first open one' }),
  month: monthParameter.meta({ description: 'The closed month that it corrects' }),
  recordId: z.string(),
  resourceId: z.string(),
  resourceName: z.string(),
  currency,
  cause: z.enum(['restated by Barrack', 'came late', 'split anew']),
  amount: decimal.meta({ description: 'What the month would be charged more by' }),
})
export type CorrectionDto = z.infer<typeof correctionDto>

export const closingDto = z.object({
  month: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  closed: z
    .object({ at: instant, by: z.string(), files: z.array(closedFileDto) })
    .nullable()
    .meta({ description: 'Null while it is open' }),
  canReopen: z.boolean().meta({ description: 'Of the closed months the last alone can be opened again' }),
  reopenAsks: z.enum(['reason', 'admin and reason', 'a token to be set']).meta({
    description:
      'What opening it again takes; an admin shows QM_ADMIN_TOKEN, which has to be set where QM_HOSTS lets others in',
  }),
  open: z.array(openItemDto).meta({ description: 'What is still open; of a closed month what was when it was closed' }),
  changedSince: z.array(correctionDto).meta({ description: 'What its bills came to be since it was closed' }),
})
export type ClosingDto = z.infer<typeof closingDto>

export const closeBody = z.strictObject({
  by: z.string().trim().min(1).max(200).default('operator').meta({ description: 'Who closes it' }),
  accept: z.boolean().default(false).meta({ description: 'Close it in spite of what is still open' }),
})
export type CloseBody = z.infer<typeof closeBody>

export const reopenBody = z.strictObject({
  by: z.string().trim().min(1).max(200).default('operator').meta({ description: 'Who opens it again' }),
  reason: z.string().trim().min(3).max(1000),
})
export type ReopenBody = z.infer<typeof reopenBody>

export const closedMonthsDto = z.object({
  openFrom: day.nullable().meta({ description: 'The first day that is not closed' }),
  rows: z.array(z.object({ month: z.string(), from: day, to: day, closedAt: instant, closedBy: z.string() })),
  corrections: z.array(correctionDto).meta({ description: 'In the open months, for all closed ones' }),
})
export type ClosedMonthsDto = z.infer<typeof closedMonthsDto>
