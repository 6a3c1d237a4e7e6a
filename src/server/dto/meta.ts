import { z } from 'zod'
import { accountDto, currency, day, instant } from './common.ts'

export const healthDto = z.object({
  status: z.enum(['ok', 'starting', 'failing']),
  store: z.object({
    kind: z.enum(['pglite', 'postgres']),
    status: z.enum(['ok', 'busy', 'failing', 'unknown']),
    checkedAt: instant.nullable(),
  }),
  version: z.string(),
  ingest: z.object({
    status: z.enum(['never', 'running', 'ok', 'partial', 'failed', 'unknown']),
    finishedAt: instant.nullable(),
    progress: z.unknown().nullable(),
  }),
})
export type HealthDto = z.infer<typeof healthDto>

export const metaDto = z.object({
  account: accountDto,
  accounts: z.array(accountDto),
  demo: z.boolean(),
  version: z.string(),
  now: instant,
  currencies: z.array(currency),
  regions: z.array(z.string()),
  fiscalYearStart: z
    .int()
    .meta({ description: 'The month, 1 to 12, with which its years begin; quarters count from it' }),
  parties: z
    .object({ project: z.array(z.string()), owner: z.array(z.string()), cost_center: z.array(z.string()) })
    .meta({ description: 'Every project, owner and cost center that something is or was assigned to' }),
  dataFrom: day.nullable().meta({ description: 'First day with a charge' }),
  dataTo: day.nullable().meta({ description: 'The day after the last one with a charge' }),
})
export type MetaDto = z.infer<typeof metaDto>
