import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { auditDto, realisedDto, sleepActionsDto } from '../dto/sleep-action.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { dayParameter, listParameter, partyParameters, whoseParameter } from '../parameters.ts'
import { realised, realisedFile } from '../services/realised.ts'
import { auditFile, dryRun, listAudit, listSleepActions } from '../services/sleep-actions.ts'
import { sendFile } from './send-file.ts'

const ofPeriod = z.strictObject({
  from: dayParameter.optional().meta({ description: 'Without it the last 30 days' }),
  to: dayParameter.optional().meta({ description: 'Exclusive' }),
  ...partyParameters,
  account: accountParameter,
})
const ofAccount = query(z.strictObject({ account: accountParameter }))

export const sleepActionsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/sleep-actions',
      operation({
        id: 'listSleepActions',
        summary: 'What approved plans want done to machines next, and what became of it',
        answer: sleepActionsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await listSleepActions(context, c.req.valid('query'))),
    )
    .post(
      '/sleep-actions/dry-run',
      operation({
        id: 'dryRunSleepActions',
        summary: 'What would be done to machines in the day ahead, and whether it could be done now; nothing is done',
        answer: sleepActionsDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      async (c) => c.json(await dryRun(context, c.req.valid('query'))),
    )
    .get(
      '/hibernation/realised',
      operation({
        id: 'getRealisedSleep',
        summary: 'The saving that came of the plans of sleep beside the one that was planned',
        answer: realisedDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(ofPeriod),
      async (c) => c.json(await realised(context, c.req.valid('query'))),
    )
    .get(
      '/audit',
      operation({
        id: 'listAudit',
        summary: 'What was done to plans and machines, by whom, newest first',
        answer: auditDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ next: z.string().min(1).optional(), account: accountParameter })),
      async (c) => c.json(await listAudit(context, c.req.valid('query'))),
    )
    .get(
      '/exports/realised.csv',
      fileOperation(
        'exportRealisedSleep',
        'The saving that came of the plans of sleep as CSV',
        'text/csv',
        'One row per machine: planned and asleep hours, planned and realised amounts, and why not all of it; with ' +
          'columns of whose it is, one per share of it, with its share of the amounts.',
      ),
      query(ofPeriod.extend({ with: listParameter(DIMENSIONS).optional() })),
      async (c) => sendFile(c, await realisedFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/audit.csv',
      fileOperation('exportAudit', 'The audit log as CSV', 'text/csv', 'One row per entry, newest first.'),
      query(z.strictObject({ account: accountParameter, with: whoseParameter })),
      async (c) => sendFile(c, await auditFile(context, c.req.valid('query'))),
    )
