import { z } from 'zod'
import { currency, decimal, instant } from './common.ts'

export const sleepActionDto = z.object({
  actionId: z.int(),
  resourceId: z.string(),
  name: z.string(),
  planId: z.int(),
  action: z.enum(['hibernate', 'restore']),
  at: instant.meta({ description: 'When it is to be asleep, or awake again' }),
  dueAt: instant.meta({ description: 'From when on it is done' }),
  until: instant.nullable(),
  state: z.enum(['planned', 'waiting', 'asked', 'done', 'skipped', 'failed', 'cancelled']),
  detail: z.string().nullable().meta({ description: 'Why it waits, or was not done' }),
  tries: z.int(),
  check: z
    .object({ may: z.boolean(), because: z.string().nullable() })
    .nullable()
    .meta({ description: 'In a dry run of a sleep: whether it could be done right now' }),
})
export type SleepActionDto = z.infer<typeof sleepActionDto>

export const sleepActionsDto = z.object({
  isApplying: z.boolean().meta({ description: 'Whether a process carries plans out: something was looked at lately' }),
  rows: z.array(sleepActionDto),
})
export type SleepActionsDto = z.infer<typeof sleepActionsDto>

export const auditDto = z.object({
  rows: z.array(
    z.object({
      auditId: z.int(),
      at: instant,
      actor: z.string(),
      event: z.string(),
      resourceId: z.string().nullable(),
      name: z.string().nullable(),
      planId: z.int().nullable(),
      detail: z.string(),
    }),
  ),
  next: z.string().nullable(),
})
export type AuditDto = z.infer<typeof auditDto>

export const realisedRowDto = z.object({
  currency,
  resourceId: z.string(),
  name: z.string(),
  plannedHours: z.number().meta({ description: 'Hours that plans in force had it asleep' }),
  asleepHours: z.number().meta({ description: 'Of these, hours in which it was' }),
  planned: decimal.nullable().meta({ description: 'Full less flat rate of the planned hours; null = no price known' }),
  realised: decimal.nullable().meta({ description: 'The same of the hours asleep, less what was billed for them' }),
  sleeps: z.int().meta({ description: 'Planned sleeps that were due' }),
  done: z.int(),
  notDone: z.array(z.object({ because: z.string(), times: z.int() })),
  failedRestores: z.int().meta({ description: 'Tries to wake it that found no GPU, or were refused otherwise' }),
  lateMinutes: z.int().meta({ description: 'Minutes that it was awake later than planned' }),
})
export const realisedDto = z.object({
  from: z.string(),
  to: z.string(),
  wallets: z.array(z.object({ currency, planned: decimal, realised: decimal })),
  machines: z.array(realisedRowDto),
})
export type RealisedDto = z.infer<typeof realisedDto>
