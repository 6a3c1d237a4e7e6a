import { z } from 'zod'
import { accountDto, instant } from './common.ts'

export const ingestSourceDto = z.object({
  source: z.string(),
  fetched: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  quarantined: z.int(),
  error: z.string().nullable(),
  requests: z.int(),
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

export const readingsDto = z.object({
  account: accountDto,
  isScheduled: z.boolean().meta({ description: 'false: the clock stands still (QM_NOW), nothing is due by itself' }),
  requestsPerMinute: z.number().nullable().meta({ description: 'What all readings take, by what they took lately' }),
  allowedPerMinute: z.number().nullable().meta({ description: 'A tenth of the limit of requests; null = no limit' }),
  rows: z.array(
    z.object({
      source: z.string(),
      everySeconds: z.int(),
      setSeconds: z.int().meta({
        description: 'As it is set; `everySeconds` is longer where the lists are so long that the limit asks for it',
      }),
      readAt: instant.nullable().meta({ description: 'When it was last read to its end' }),
      triedAt: instant.nullable(),
      nextAt: instant.nullable().meta({ description: 'null: at once' }),
      error: z.string().nullable().meta({ description: 'Why it could not be read when it was last tried' }),
      requests: z.number().nullable().meta({ description: 'That a reading takes, the mean of the last ones' }),
      sweep: z.object({ page: z.int(), pages: z.int() }).nullable().meta({
        description: 'Where the daily sweep through old pages goes on with the next reading; null: none is under way',
      }),
    }),
  ),
})
export type ReadingsDto = z.infer<typeof readingsDto>

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
