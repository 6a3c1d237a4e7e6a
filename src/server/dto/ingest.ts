import { z } from 'zod'
import { instant } from './common.ts'

export const ingestSourceDto = z.object({
  source: z.string(),
  fetched: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  quarantined: z.int(),
  error: z.string().nullable(),
  finishedAt: instant,
})

export const ingestRunDto = z.object({
  runId: z.int(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  status: z.enum(['running', 'ok', 'partial', 'failed']),
  requests: z.int(),
  sources: z.array(ingestSourceDto),
})
export const ingestRunsDto = z.object({ rows: z.array(ingestRunDto) })
export type IngestRunsDto = z.infer<typeof ingestRunsDto>

export const jobDto = z.object({
  jobId: z.int(),
  kind: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  requestedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  progress: z.unknown().nullable(),
  result: z.unknown().nullable().meta({ description: 'For an ingest: the object that `ingest --json` prints' }),
  error: z.string().nullable(),
})
export type JobDto = z.infer<typeof jobDto>

export const queuedDto = z.object({ jobId: z.int() })

export const quarantineDto = z.object({
  rows: z.array(
    z.object({
      source: z.string(),
      reason: z.string(),
      payload: z.unknown(),
      firstSeen: instant,
      lastSeen: instant,
    }),
  ),
  next: z.string().nullable(),
})
export type QuarantineDto = z.infer<typeof quarantineDto>
