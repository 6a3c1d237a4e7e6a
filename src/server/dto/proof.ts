import { z } from 'zod'
import { accountDto, currency, decimal, instant } from './common.ts'
import { CAUSES } from './reconciliation.ts'

export const proofLineDto = z.object({
  startsAt: instant,
  endsAt: instant,
  state: z.string(),
  sku: z.string(),
  seconds: z.int(),
  price: z
    .object({ price: decimal, unit: z.string(), source: z.string(), since: instant, until: instant.nullable() })
    .nullable()
    .meta({ description: 'The version of the price that held; null = no price known on that day' }),
  billed: decimal,
  recalculated: decimal.nullable(),
  inferred: z
    .boolean()
    .meta({ description: 'true: how long the machine was in this state is known, when is inferred' }),
})

export const proofRecordDto = z.object({
  recordId: z.string(),
  currency,
  startsAt: instant,
  endsAt: instant.nullable(),
  minutes: z.int(),
  perMinute: decimal.nullable().meta({ description: 'As displayed, rounded; never used to recalculate' }),
  billed: decimal,
  recalculated: decimal.nullable(),
  difference: decimal.nullable(),
  cause: z.enum(CAUSES).nullable(),
  lines: z.array(proofLineDto),
  readings: z
    .array(
      z.object({ seenAt: instant, endsAt: instant.nullable(), minutes: z.int(), billed: decimal, status: z.string() }),
    )
    .meta({ description: 'Every different value that it was read with' }),
  source: z
    .object({ raw: z.record(z.string(), z.unknown()), firstSeen: instant, changed: instant, lastSeen: instant })
    .meta({ description: 'The record as it was last read' }),
})
export type ProofRecordDto = z.infer<typeof proofRecordDto>

export const proofDto = z.object({
  account: accountDto,
  asOf: instant,
  resourceId: z.string(),
  name: z.string(),
  resourceType: z.string(),
  records: z.array(proofRecordDto),
})
export type ProofDto = z.infer<typeof proofDto>
