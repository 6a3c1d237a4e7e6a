import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { ingestRunsDto, queuedDto } from '../dto/ingest.ts'
import { operation, query } from '../openapi.ts'
import { ingestRuns, queueIngest } from '../services/ingest-runs.ts'

const parameters = z.strictObject({ account: accountParameter })

export const ingestRunsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/ingest-runs',
      operation({
        id: 'listIngestRuns',
        summary: 'What was read from Barrack and when, the last 20, newest first',
        answer: ingestRunsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await ingestRuns(context, c.req.valid('query'))),
    )
    .post(
      '/ingest-runs',
      operation({
        id: 'requestIngest',
        summary: 'Asks for an ingest; one that is queued or under way is not doubled',
        status: 202,
        answer: queuedDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await queueIngest(context, c.req.valid('query')), 202),
    )
